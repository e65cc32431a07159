// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.User;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class DeclaredExportTest {

    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};
    private static final JsonMapper MAPPER = new JsonMapper();

    private static AdminServer started() {
        AdminServer server = new AdminServer();
        server.store.people.person(User.Role.ADMIN, "admin-token");
        return server;
    }

    private static JsonNode apply(AdminServer server, byte[] body, String type, String query) {
        AdminServer.Result result =
                server.send(
                        server.request("/admin/v1/apply" + query, ADMIN)
                                .header("content-type", type)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build());
        assertThat(result.status()).as(result.raw().body()).isEqualTo(200);
        return result.body();
    }

    private static String exported(AdminServer server, String accept) {
        AdminServer.Result result =
                server.send(
                        server.request("/admin/v1/export", ADMIN).header("accept", accept).build());
        assertThat(result.status()).isEqualTo(200);
        return result.raw().body();
    }

    private static DeclarativeFile resolved(String text, DeclarativeFile.Format format) {
        return DeclarativeFile.read(text.getBytes(StandardCharsets.UTF_8), format)
                .resolved((_, name) -> "the secret of " + name);
    }

    @Test
    void exportSaysWhatIsThereAndWhereSecretsGo() {
        try (AdminServer server = started()) {
            String file =
                    """
                    version: 1
                    providers:
                      - {uid: open-ai, type: openai, credentials: [{name: main key, secret: s, weight: 2}]}
                      - {uid: open.ai, type: openai, credentials: [{name: main key, secret: t}]}
                    models:
                      - {name: "on", provider: open.ai, model: "4"}
                    keys:
                      - {name: "a: b", models: ["*"]}
                    prices:
                      - {provider: openai, model: m, rates: {input_tokens: 1000, output_tokens: 0.000001}}
                    settings: {note.y: "line\\twith \\"quotes\\""}
                    """
                            .replace("\\t", " ");
            var _ = apply(server, file.getBytes(StandardCharsets.UTF_8), "application/yaml", "");

            assertThat(exported(server, "*/*").replaceAll("(?m)^#.*\n", ""))
                    .isEqualTo(
                            """
                            version: 1
                            providers:
                              - uid: open-ai
                                type: openai
                                credentials:
                                  - name: main key
                                    weight: 2
                                    secret: ${env:OPEN_AI_MAIN_KEY}
                              - uid: open.ai
                                type: openai
                                credentials:
                                  - name: main key
                                    secret: ${env:OPEN_AI_MAIN_KEY_2}
                            models:
                              - name: "on"
                                provider: open.ai
                                model: "4"
                            keys:
                              - name: "a: b"
                                models: ["*"]
                            prices:
                              - provider: openai
                                model: m
                                rates:
                                  input_tokens: 1000
                                  output_tokens: 0.000001
                            settings:
                              note.y: "line with \\"quotes\\""
                            """);
        }
    }

    @Test
    void emptyInstallationIsAFileToo() {
        try (AdminServer server = started()) {
            assertThat(exported(server, "*/*")).endsWith("\nversion: 1\n");
            assertThat(exported(server, "application/json")).isEqualTo("{\"version\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void exportAppliedElsewhereExportsTheSame(long seed) {
        byte[] file = MAPPER.writeValueAsBytes(new AnyConfiguration(new Random(seed)).tree());
        try (AdminServer here = started();
                AdminServer there = started()) {
            var _ = apply(here, file, "application/json", "");
            String yaml = exported(here, "application/yaml");
            String json = exported(here, "application/json");

            DeclarativeFile whole = resolved(yaml, DeclarativeFile.Format.YAML);
            var _ = apply(there, whole.json(), "application/json", "");

            assertThat(exported(there, "application/yaml")).isEqualTo(yaml);
            assertThat(exported(there, "application/json")).isEqualTo(json);
            assertThat(resolved(json, DeclarativeFile.Format.JSON).json()).isEqualTo(whole.json());
            JsonNode again = apply(there, whole.json(), "application/json", "?prune=true");
            assertThat(again.path("changes").size()).as(again.toString()).isZero();
        }
    }

    /// Configurations of all kinds, with the texts that are hard to write.
    private static final class AnyConfiguration {

        private static final List<String> HARD =
                List.of(
                        "plain",
                        "two words",
                        "a: b",
                        "# c",
                        "- d",
                        "true",
                        "No",
                        "null",
                        "~",
                        "5",
                        "1e3",
                        "\u00e4\u00f6\u00fc",
                        "\ud83d\ude00",
                        "'q'",
                        "\"q\"",
                        "{x}",
                        "[x]",
                        "a#b",
                        "a\\b",
                        "*",
                        "&a",
                        "!t",
                        "%y",
                        "@z",
                        "${env:X}",
                        "a\u2028b",
                        "=",
                        "<<",
                        "trailing ",
                        " leading",
                        "x:",
                        "0x1f",
                        "---",
                        "...",
                        "\u00a0");

        private final Random random;

        AnyConfiguration(Random random) {
            this.random = random;
        }

        ObjectNode tree() {
            ObjectNode tree = MAPPER.createObjectNode().put("version", 1);
            ArrayNode providers = tree.putArray("providers");
            List<String> uids = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                uids.add(List.of("p", "true", "1.5", "-", "._-").get(i) + i);
                provider(providers.addObject(), uids.getLast());
            }
            ArrayNode models = tree.putArray("models");
            for (int i = random.nextInt(5); i > 0; i--) {
                models.addObject()
                        .put("name", List.of("m", "a/b:c", "null", "*x", "#y").get(i - 1) + i)
                        .put("provider", uids.get(random.nextInt(uids.size())))
                        .put("model", hard());
            }
            ArrayNode keys = tree.putArray("keys");
            for (int i = random.nextInt(6); i > 0; i--) {
                key(keys.addObject());
            }
            ArrayNode prices = tree.putArray("prices");
            for (int i = random.nextInt(4); i > 0; i--) {
                ObjectNode price =
                        prices.addObject().put("provider", "openai").put("model", hard() + i);
                rates(price.putObject("rates"));
                ObjectNode tier = price.putArray("tiers").addObject();
                tier.put("above_input_tokens", random.nextInt(1_000_000));
                rates(tier.putObject("rates"));
            }
            ObjectNode settings = tree.putObject("settings");
            for (int i = random.nextInt(4); i > 0; i--) {
                settings.put("note." + hard() + i, hard());
            }
            return tree;
        }

        private void provider(ObjectNode provider, String uid) {
            provider.put("uid", uid)
                    .put("type", random.nextBoolean() ? "openai" : "demo")
                    .put("enabled", random.nextBoolean())
                    .put("passes_unknown_names", random.nextBoolean());
            if (random.nextBoolean()) {
                provider.put("base_url", "http://127.0.0.1:8/" + uid);
            }
            ObjectNode options = provider.putObject("options");
            for (int i = random.nextInt(3); i > 0; i--) {
                options.put(hard() + i, hard());
            }
            ArrayNode credentials = provider.putArray("credentials");
            for (int i = random.nextInt(3); i > 0; i--) {
                ObjectNode credential =
                        credentials
                                .addObject()
                                .put("name", hard() + i)
                                .put("secret", "secret " + i)
                                .put("weight", 1 + random.nextInt(3))
                                .put("enabled", random.nextBoolean());
                if (random.nextBoolean()) {
                    credential.put("expires", "2027-01-01T00:00:00.123456789Z");
                }
            }
        }

        private void key(ObjectNode key) {
            key.put("name", hard()).put("disabled", random.nextBoolean());
            key.putArray("models").add("m" + random.nextInt(9)).add("gpt-*");
            if (random.nextBoolean()) {
                key.put("expires", "2028-02-29T12:00:00Z");
            }
            if (random.nextBoolean()) {
                key.putArray("endpoints").add("/v1/messages").add("/v1/chat/completions");
            }
        }

        private void rates(ObjectNode rates) {
            rates.put("input_tokens", BigDecimal.valueOf(random.nextInt(99_999), 4));
            if (random.nextBoolean()) {
                rates.put("output_tokens", random.nextInt(50));
            }
        }

        private String hard() {
            return HARD.get(random.nextInt(HARD.size()));
        }
    }
}
