// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// What a newcomer meets before anything is configured.
abstract class FirstStartContract {
    @TempDir Path folder;
    private final Store store;
    private final Database database;
    private Penstock penstock;
    private Http http;

    FirstStartContract(Store store) {
        this.store = store;
        database = store.create();
    }

    @BeforeEach
    void start() {
        penstock = Penstock.start(folder, database.environment());
        http = new Http(penstock.origin());
    }

    @AfterEach
    void stop() {
        http.close();
        penstock.close();
        database.close();
    }

    @Test
    void printedKeyStreamsAnAnswerOfTheDemo() {
        String key = penstock.demoKey().orElseThrow();
        assertThat(penstock.log()).contains("curl", "demo/echo", "/v1/chat/completions");
        String body = Calls.hello(Dialect.OPENAI, "demo/echo", Mode.STREAMED).toString();

        HttpResponse<String> answer =
                http.post(
                        Calls.path(Dialect.OPENAI), Map.of("authorization", "Bearer " + key), body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith("text/event-stream");
        assertThat(answer.body()).contains("raining").endsWith("data: [DONE]\n\n");
    }

    @Test
    void printedKeyIsForTheDemoOnly() {
        String key = penstock.demoKey().orElseThrow();
        String body = Calls.hello(Dialect.OPENAI, "oai/gpt-4.1-mini", Mode.PLAIN).toString();
        HttpResponse<String> answer =
                http.post(
                        Calls.path(Dialect.OPENAI), Map.of("authorization", "Bearer " + key), body);
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void setupTokenWorksOnceAndOnlyTheRightOne() {
        try (AdminClient admin = new AdminClient(penstock.origin());
                AdminClient late = new AdminClient(penstock.origin())) {
            ObjectNode wrong =
                    Json.object()
                            .put("token", "not-the-printed-token")
                            .put("email", AdminClient.EMAIL)
                            .put("password", AdminClient.PASSWORD)
                            .put("organisation", "Example");
            assertThat(late.send("POST", "/setup", wrong).statusCode()).isEqualTo(403);

            admin.setup(penstock.setupToken());

            ObjectNode again = wrong.put("token", penstock.setupToken());
            assertThat(late.send("POST", "/setup", again).statusCode()).isEqualTo(409);
            assertThat(late.send("GET", "/keys", null).statusCode()).isEqualTo(401);
            admin.signOut();
            assertThat(admin.send("GET", "/keys", null).statusCode()).isEqualTo(401);
            admin.signIn();
            assertThat(admin.keys().size()).isEqualTo(1);
        }
    }

    @Test
    void secondStartPrintsNoKeyAndKeepsTheFirst() {
        String key = penstock.demoKey().orElseThrow();
        penstock.terminate();
        http.close();

        penstock = Penstock.start(folder, database.environment());
        http = new Http(penstock.origin());

        assertThat(penstock.demoKey()).isEmpty();
        String body = Calls.hello(Dialect.ANTHROPIC, "demo/echo", Mode.PLAIN).toString();
        assertThat(
                        http.post(Calls.path(Dialect.ANTHROPIC), Map.of("x-api-key", key), body)
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void dataLiesInItsPlaceAndTheKeysNowhereInPlain() throws Exception {
        String key = penstock.demoKey().orElseThrow();
        penstock.terminate();
        assertThat(database.rows())
                .allSatisfy(row -> assertThat(row).doesNotContain(key))
                .satisfies(rows -> assertThat(rows.isEmpty()).isEqualTo(store == Store.H2));
        assertThat(Files.exists(folder.resolve("data/penstock.mv.db")))
                .isEqualTo(store == Store.H2);
        try (var files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(text.contains(key)).as("%s holds the key", file).isFalse();
            }
        }
    }
}
