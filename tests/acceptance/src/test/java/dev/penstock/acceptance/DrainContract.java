// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Tokens;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The process is asked to stop (SIGTERM) while calls run.
abstract class DrainContract {
    private static final Duration GRACE = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension final Stage stage;
    private final Gate gate = new Gate();

    DrainContract(Store store) {
        stage = Stage.open(store, "PENSTOCK_SHUTDOWN_GRACE", "4s");
    }

    @AfterEach
    void stop() {
        gate.open();
        stage.close();
    }

    private static Lane lane(Dialect dialect) {
        return dialect == Dialect.OPENAI ? Lane.OPENAI : Lane.ANTHROPIC;
    }

    /// A stream that has said something and waits for the gate.
    private HttpResponse<Stream<String>> running(Dialect dialect) {
        Answer held = Answer.text("first", "second").tokens(Tokens.of(50, 9)).heldAfter(1, gate);
        switch (dialect) {
            case OPENAI -> stage.openAi().answer(held);
            case ANTHROPIC -> stage.anthropic().answer(held);
        }
        HttpResponse<Stream<String>> answer =
                stage.http()
                        .lines(
                                Calls.path(dialect),
                                stage.headers(dialect),
                                Calls.hello(dialect, stage.model(lane(dialect)), Mode.STREAMED)
                                        .toString());
        assertThat(answer.statusCode()).isEqualTo(200);
        gate.awaitArrival(SOON);
        return answer;
    }

    private static CompletableFuture<List<String>> lines(HttpResponse<Stream<String>> answer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Stream<String> lines = answer.body()) {
                        return lines.toList();
                    }
                },
                Thread::startVirtualThread);
    }

    private void awaitNotReady(Http management, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        int status = management.get("/health/ready", Map.of()).statusCode();
        while (status != 503 && System.nanoTime() < end) {
            status = management.get("/health/ready", Map.of()).statusCode();
        }
        assertThat(status).isEqualTo(503);
    }

    /// Refused in words or by the closed door, never answered.
    private void assertRefused() {
        try {
            HttpResponse<String> answer =
                    Calls.send(stage, Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.PLAIN);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        } catch (UncheckedIOException closed) {
            assertThat(closed.getCause()).isInstanceOf(java.io.IOException.class);
        }
    }

    private JsonNode attempt(String call) {
        stage.restart();
        return stage.admin().settledCall(call).path("attempts").path(0);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aStreamThatEndsWithinTheGraceIsWhole(Dialect dialect) throws Exception {
        try (Http management = new Http(stage.penstock().management())) {
            assertThat(management.get("/health/ready", Map.of()).statusCode()).isEqualTo(200);
            HttpResponse<Stream<String>> answer = running(dialect);
            CompletableFuture<List<String>> lines = lines(answer);

            stage.penstock().askToStop();
            awaitNotReady(management, Duration.ofSeconds(1));
            assertThat(management.get("/health/live", Map.of()).statusCode()).isEqualTo(200);
            assertRefused();
            assertThat(lines).isNotDone();
            gate.open();

            assertThat(String.join("\n", lines.get(10, TimeUnit.SECONDS)))
                    .contains("first", "second")
                    .contains(dialect == Dialect.OPENAI ? "[DONE]" : "message_stop")
                    .doesNotContain("error");
            assertThat(stage.penstock().awaitExit()).isZero();

            JsonNode row = attempt(Calls.id(answer));
            assertThat(row.path("state").asString()).isEqualTo("settled");
            assertThat(row.path("usage").path("source").asString()).isEqualTo("provider");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aStreamThatOutlivesTheGraceEndsWithAnErrorEvent(Dialect dialect) throws Exception {
        HttpResponse<Stream<String>> answer = running(dialect);
        CompletableFuture<List<String>> lines = lines(answer);
        long asked = System.nanoTime();

        stage.penstock().askToStop();
        int code = stage.penstock().awaitExit();
        Duration took = Duration.ofNanos(System.nanoTime() - asked);

        assertThat(code).isZero();
        assertThat(took).isBetween(GRACE, GRACE.plusSeconds(2));
        List<String> seen =
                lines.get(10, TimeUnit.SECONDS).stream().filter(line -> !line.isBlank()).toList();
        assertThat(String.join("\n", seen))
                .contains("first")
                .doesNotContain("second", "[DONE]", "message_stop");
        JsonNode last = Json.read(seen.getLast().substring("data: ".length()));
        assertThat(last.path("error").path("message").asString("")).isNotBlank();
        if (dialect == Dialect.ANTHROPIC) {
            assertThat(seen.get(seen.size() - 2)).isEqualTo("event: error");
            assertThat(last.path("type").asString()).isEqualTo("error");
        }

        JsonNode row = attempt(Calls.id(answer));
        assertThat(row.path("state").asString()).isEqualTo("settled");
        assertThat(row.path("usage").path("input_tokens").asLong()).isPositive();
    }
}
