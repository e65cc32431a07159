// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// PostgreSQL goes away while calls go on, and comes back.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
    private static final Duration AWAY =
            Boolean.getBoolean("penstock.long") ? Duration.ofMinutes(1) : Duration.ofSeconds(3);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final int FEW = 10;

    @RegisterExtension final Stage stage = Stage.open(Store.POSTGRESQL);

    @AfterAll
    void stop() {
        stage.close();
    }

    @Test
    void noCallIsLostOrDoubledWhileTheDatabaseIsAway() {
        Database.Postgres database = (Database.Postgres) stage.database();
        List<String> answered = new ArrayList<>();
        call(answered);
        assertThat(answered).hasSize(1);

        database.shutOut();
        try {
            long end = System.nanoTime() + AWAY.toNanos();
            for (int i = 0; i < FEW || System.nanoTime() < end; i++) {
                call(answered);
            }
        } finally {
            database.letIn();
        }

        List<JsonNode> rows = Eventually.that(BACK, this::closedRows, () -> "rows of all calls");
        Set<String> calls =
                rows.stream().map(r -> r.path("call").asString()).collect(Collectors.toSet());
        assertThat(calls).hasSameSizeAs(rows).containsAll(answered);
        int before = answered.size();
        Eventually.that(
                BACK,
                () -> {
                    call(answered);
                    return answered.size() > before ? true : null;
                },
                () -> "a call that is answered again");
    }

    /// Answered, or refused in the dialect because its row cannot be written.
    private void call(List<String> answered) {
        HttpResponse<String> answer =
                Calls.send(stage, Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.STREAMED);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
        if (answer.statusCode() == 200) {
            answered.add(Calls.id(answer));
        }
    }

    private List<JsonNode> closedRows() {
        HttpResponse<String> page = stage.admin().send("GET", "/calls?limit=1", null);
        if (page.statusCode() != 200) {
            return null;
        }
        List<JsonNode> rows = stage.admin().rows();
        boolean open = rows.stream().anyMatch(r -> r.path("state").asString().equals("open"));
        List<JsonNode> asked =
                rows.stream().filter(r -> !r.path("state").asString().equals("released")).toList();
        int upstream = stage.openAi().journal().exchanges().size();
        return !open && asked.size() == upstream ? rows : null;
    }
}
