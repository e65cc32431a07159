// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Reply;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Today's gateway on what 0.1.0 left behind when it was killed in the middle of a call: its database, its
/// plugin, its master key. `build/upgrade-fixture.sh` has made them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UpgradeContract {
    private static final Path FIXTURE =
            Repository.root().resolve("tests/acceptance/src/test/fixtures/0.1.0");
    private static final String ANSWER =
            """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Rain"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}\
            """;

    private final Store store;
    private final String name;
    private final Properties facts = new Properties();
    private final FaultUpstream upstream = FaultUpstream.start();
    private Database database;
    private Penstock penstock;
    private AdminClient admin;
    private Http http;

    UpgradeContract(Store store) {
        this.store = store;
        this.name =
                switch (store) {
                    case H2 -> "h2";
                    case POSTGRESQL -> "postgresql";
                };
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        try (Reader reader = Files.newBufferedReader(FIXTURE.resolve("facts.properties"))) {
            facts.load(reader);
        }
        Path dump = Files.writeString(folder.resolve("dump.sql"), dump());
        database = store.load(dump, folder.resolve("data"));
        Path plugins = Files.createDirectory(folder.resolve("old-plugins"));
        Files.copy(FIXTURE.resolve("demo-provider.jar"), plugins.resolve("demo-provider.jar"));
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("PENSTOCK_MASTER_KEY", facts.getProperty("master_key"));
        environment.put("PENSTOCK_REPLICA", "fixture");
        environment.put("PENSTOCK_DEMO", "false");
        environment.put("PENSTOCK_PLUGINS", plugins.toString());
        penstock = Penstock.start(folder, environment);
        http = new Http(penstock.origin());
        admin = new AdminClient(penstock.origin());
        admin.signIn();
    }

    /// The dump, with the provider where the simulated one listens now.
    private String dump() throws IOException {
        return Files.readString(FIXTURE.resolve(name + ".sql"))
                .replace(facts.getProperty("upstream"), upstream.origin() + "/v1");
    }

    @AfterAll
    void stop() {
        admin.close();
        http.close();
        penstock.close();
        database.close();
        upstream.close();
    }

    private HttpResponse<String> hello(String key, String model) {
        return http.post(
                Calls.path(Dialect.OPENAI),
                Map.of("authorization", "Bearer " + facts.getProperty(name + "." + key)),
                Calls.hello(Dialect.OPENAI, model, Mode.PLAIN).toString());
    }

    @Test
    void keyWorksAndTheOldPluginAnswers() {
        assertThat(hello("key", "demo/echo").statusCode()).isEqualTo(200);
        assertThat(hello("key", "house").statusCode()).isEqualTo(200);
    }

    @Test
    void revokedKeyIsStillDead() {
        assertThat(hello("revoked", "demo/echo").statusCode()).isEqualTo(401);
    }

    @Test
    void secretOfTheProviderCanBeReadAndItsOptionsHold() {
        upstream.script("/v1/chat/completions", Reply.json(200, ANSWER));

        assertThat(hello("key", "away").statusCode()).isEqualTo(200);

        assertThat(upstream.journal().last().request().headers().first("authorization"))
                .contains("Bearer " + facts.getProperty("credential"));
        assertThat(admin.providers().toString()).contains("PT2S");
    }

    @Test
    void callThatWasOpenAtTheDeathIsSettledAndNoOtherIsTouched() {
        // The database cannot say that the machine is dead; it is taken for dead when it is silent.
        JsonNode row =
                Eventually.that(
                        Duration.ofSeconds(150),
                        () -> settled(streamed("away")),
                        () -> "the call that was open is settled");

        assertThat(row.path("usage").path("source").asString()).isEqualTo("estimated");
    }

    private JsonNode streamed(String model) {
        return admin.rows().stream()
                .filter(row -> row.path("public_model").asString().equals(model))
                .filter(row -> row.path("stream").asBoolean())
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable JsonNode settled(JsonNode row) {
        return row.path("state").asString().equals("settled") ? row : null;
    }

    @Test
    void sumsOfWhatWasFinishedAreAsTheyWere() {
        JsonNode before = Json.read(facts.getProperty(name + ".usage"));
        String end = facts.getProperty(name + ".until");
        JsonNode after = admin.usage("from=2026-01-01T00:00:00Z&to=" + end + "&by=model");

        for (String model : new String[] {"demo/echo", "house"}) {
            JsonNode old = group(before, model);
            JsonNode now = group(after, model);
            old.properties()
                    .forEach(member ->
                            assertThat(now.path(member.getKey()))
                                    .as("%s of %s", member.getKey(), model)
                                    .isEqualTo(member.getValue()));
        }
    }

    private static JsonNode group(JsonNode groups, String model) {
        return groups.valueStream()
                .filter(group -> group.path("group").asString().equals(model))
                .findFirst()
                .orElseThrow(() -> new AssertionError(model + " is not in " + groups));
    }
}
