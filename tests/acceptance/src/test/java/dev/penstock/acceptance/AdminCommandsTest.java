// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A running gateway is configured by commands with a personal token, and obeys without a restart.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminCommandsTest {
    @RegisterExtension final Stage stage = Stage.open();
    private final Map<String, String> environment = new HashMap<>();
    private Path folder;

    @BeforeAll
    void token(@TempDir Path folder) {
        this.folder = folder;
        environment.put("PENSTOCK_URL", stage.penstock().origin().toString());
        environment.put("PENSTOCK_TOKEN", stage.admin().token("commands"));
        environment.put("UPSTREAM_KEY", stage.openAi().key());
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    /// What a command that succeeds prints.
    private String command(String... arguments) {
        return command(0, arguments);
    }

    private String command(int code, String... arguments) {
        Penstock run = Penstock.run(folder, environment, arguments);
        assertThat(run.awaitExit()).as("%s: %s", List.of(arguments), run.log()).isEqualTo(code);
        return run.log();
    }

    /// The key that a command has printed in a line of its own.
    private static String key(String printed) {
        return printed.lines().filter(line -> line.startsWith("sk-pst-")).findFirst().orElseThrow();
    }

    private int call(String key, String model) {
        return stage.http()
                .post(
                        Calls.path(Dialect.OPENAI),
                        Map.of("authorization", "Bearer " + key),
                        Calls.hello(Dialect.OPENAI, model, Mode.PLAIN).toString())
                .statusCode();
    }

    @Test
    void providerModelAndKeyOfCommandsAnswerACallAndTheAuditNamesThem() {
        String added =
                command(
                        "provider",
                        "add",
                        "second",
                        "--type",
                        "openai",
                        "--base-url",
                        stage.openAi().baseUrl(),
                        "--api-key-env",
                        "UPSTREAM_KEY",
                        "--test");
        command("model", "add", "house", "--provider", "second", "--model", model());
        String key = key(command("key", "issue", "--name", "typed", "--model", "house"));

        assertThat(call(key, "house")).isEqualTo(200);
        assertThat(call(key, stage.model(Lane.OPENAI))).isEqualTo(404);
        assertThat(added).contains("'second' is added").doesNotContain(stage.openAi().key());
        assertThat(command("audit"))
                .contains("provider.add", "route.add", "key.add", AdminClient.EMAIL);
    }

    @Test
    void keyInWhosePlaceAnotherWasIssuedGoesOnForTheOverlap() {
        JsonNode first = stage.admin().issueKey("turning", "*");
        String old = first.path("key").asString();

        String printed = command("key", "rotate", first.path("id").asString(), "--overlap", "1h");

        String next = key(printed);
        assertThat(call(old, stage.model(Lane.OPENAI))).isEqualTo(200);
        assertThat(call(next, stage.model(Lane.OPENAI))).isEqualTo(200);
        String id = printed.replaceAll("(?s).*with id ([0-9a-f-]+) in the place.*", "$1");
        command("key", "rotate", id, "--overlap", "0h");
        assertThat(call(next, stage.model(Lane.OPENAI))).isEqualTo(401);
        assertThat(call(old, stage.model(Lane.OPENAI))).isEqualTo(200);
    }

    @Test
    void settingIsInForceForTheNextStream() {
        command("setting", "set", "heartbeat", "50ms");

        Gate gate = new Gate();
        stage.openAi().answer(Answer.text("a").tokens(Tokens.of(1, 1)).heldAfter(0, gate));
        HttpResponse<Stream<String>> answer = stream();
        try (Stream<String> lines = answer.body()) {
            assertThat(lines.iterator().next()).startsWith(":");
        } finally {
            gate.open();
        }
        assertThat(command("setting", "list"))
                .containsPattern("heartbeat +50ms +database")
                .containsPattern("log.level +info +default");
        assertThat(command(1, "setting", "set", "heartbeat", "never")).contains("must be a time");
        command("setting", "unset", "heartbeat");
    }

    @Test
    void liveCallsTellOfACallWhileItStreams() {
        Gate gate = new Gate();
        stage.openAi().answer(Answer.text("a", "b").tokens(Tokens.of(9, 2)).heldAfter(1, gate));
        HttpResponse<Stream<String>> live =
                stage.http()
                        .lines(
                                "/admin/v1/calls/live",
                                Map.of(
                                        "authorization",
                                        "Bearer " + environment.get("PENSTOCK_TOKEN"),
                                        "accept",
                                        "text/event-stream"));
        try (Stream<String> events = live.body()) {
            HttpResponse<Stream<String>> answer = stream();
            String id = Calls.id(answer);
            Iterator<String> lines = events.iterator();

            JsonNode opened = event(lines, "opened", id);
            assertThat(opened.path("state").asString()).isEqualTo("open");
            gate.open();
            JsonNode closed = event(lines, "closed", id);

            assertThat(closed.path("outcome").asString()).isEqualTo("ok");
            assertThat(closed.path("usage").path("output_tokens").asLong()).isEqualTo(2);
            answer.body().close();
        }
    }

    private static JsonNode event(Iterator<String> lines, String name, String call) {
        String kind = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event:")) {
                kind = line.substring("event:".length()).strip();
            }
            if (line.startsWith("data:") && kind.equals(name) && line.contains(call)) {
                return Json.read(line.substring("data:".length()));
            }
        }
        throw new AssertionError("the live calls ended before " + name + " of " + call);
    }

    @Test
    void importedPriceIsShownFirstAndHoldsThen() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("prices.json"),
                        """
                        {"openai/our-own":{"litellm_provider":"openai","mode":"chat",
                          "input_cost_per_token":1e-06,"output_cost_per_token":2e-06}}
                        """);

        assertThat(command("price", "import", file.toString(), "--dry-run"))
                .contains("our-own", "Nothing was changed: 1 new");
        assertThat(command("price", "list", "--model", "our-own")).doesNotContain("import");
        assertThat(command("price", "import", file.toString())).contains("Imported: 1 new");
        assertThat(command("price", "list", "--model", "our-own"))
                .containsPattern("openai +our-own +1 +.* 2 +.*import");
    }

    @Test
    void exportIsWhatIsThereAndApplyMakesTheRest() throws IOException {
        Path file = folder.resolve("exported.yaml");
        command("export", "--to", file.toString());
        String written = Files.readString(file).replaceAll("\n *secret: [^\n]*", "");
        Files.writeString(file, written);

        command("apply", file.toString(), "--dry-run", "--exit-code");
        Files.writeString(
                file,
                written.contains("\nmodels:\n")
                        ? written.replace("\nmodels:\n", "\nmodels:\n" + model("by-file"))
                        : written + "models:\n" + model("by-file"));
        assertThat(command(3, "apply", file.toString(), "--dry-run", "--exit-code"))
                .contains("+ model by-file", "1 to create, 0 to change, 0 to remove");
        command("apply", file.toString(), "--yes");

        assertThat(call(stage.key(), "by-file")).isEqualTo(200);
        command("apply", file.toString(), "--dry-run", "--exit-code");
        Files.writeString(file, Files.readString(file).replace("provider: oai", "provder: oai"));
        assertThat(command(2, "apply", file.toString(), "--yes"))
                .containsPattern("exported\\.yaml:\\d+:5: 'provder' is not known here");
    }

    private String model(String name) {
        return "  - name: " + name + "\n    provider: oai\n    model: " + model() + "\n";
    }

    private static String model() {
        return Dialect.OPENAI.model();
    }

    private HttpResponse<Stream<String>> stream() {
        return stage.http()
                .lines(
                        Calls.path(Dialect.OPENAI),
                        stage.headers(Dialect.OPENAI),
                        Calls.hello(Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.STREAMED)
                                .toString());
    }

    @Test
    void gatewayThatStartsWithAFileHasItsOwnerAndItsKey() throws IOException {
        Path place = Files.createDirectory(folder.resolve("fresh"));
        Path file =
                Files.writeString(
                        place.resolve("gateway.yaml"),
                        """
                        version: 1
                        owner:
                          email: %s
                          password: ${env:OWNER_PASSWORD}
                          organisation: Example
                        providers:
                          - uid: first
                            type: openai
                            base_url: %s
                            credentials:
                              - {name: main, secret: "${env:UPSTREAM_KEY}"}
                        keys:
                          - {name: ci, models: ["first/*"]}
                        """
                                .formatted(AdminClient.EMAIL, stage.openAi().baseUrl()));
        Map<String, String> own =
                Map.of(
                        "PENSTOCK_BOOTSTRAP", file.toString(),
                        "OWNER_PASSWORD", AdminClient.PASSWORD,
                        "UPSTREAM_KEY", stage.openAi().key());

        try (Penstock fresh = Penstock.start(place, own);
                Http http = new Http(fresh.origin());
                AdminClient admin = new AdminClient(fresh.origin())) {
            String issued = fresh.demoKey().orElseThrow();
            assertThat(
                            http.post(
                                            Calls.path(Dialect.OPENAI),
                                            Map.of("authorization", "Bearer " + issued),
                                            Calls.hello(
                                                            Dialect.OPENAI,
                                                            "first/" + model(),
                                                            Mode.PLAIN)
                                                    .toString())
                                    .statusCode())
                    .isEqualTo(200);
            admin.signIn();
            assertThat(admin.providers().size()).isEqualTo(1);
            assertThat(fresh.log()).doesNotContain("/setup", AdminClient.PASSWORD);
        }
    }
}
