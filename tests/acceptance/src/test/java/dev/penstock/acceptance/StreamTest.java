// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Journal;
import dev.penstock.kit.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What happens while an answer is under way.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    // Five times the promise of half a second, for a machine that runs other tests.
    private static final Duration GONE = Duration.ofMillis(2_500);

    @RegisterExtension final Stage stage = Stage.open(Store.H2, "PENSTOCK_HEARTBEAT", "100ms");
    private final Clients clients = new Clients();

    @AfterAll
    void stop() {
        clients.close();
        stage.close();
    }

    Stream<Arguments> clientsAndLanes() {
        return clients.all().stream().flatMap(sdk -> lanes().map(lane -> Arguments.of(sdk, lane)));
    }

    Stream<Lane> lanes() {
        return Stream.of(Lane.OPENAI, Lane.ANTHROPIC);
    }

    Stream<Arguments> dialectsAndLanes() {
        return Stream.of(Dialect.values())
                .flatMap(dialect -> lanes().map(lane -> Arguments.of(dialect, lane)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("clientsAndLanes")
    void clientIsNotDisturbedByHeartbeats(Sdk sdk, Lane lane) throws Exception {
        Gate gate = new Gate();
        answer(lane, held(0, gate), held(0, gate));
        int before = journal(lane).requests().size();
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() ->
                        sdk.call(
                                stage.door(),
                                Mode.STREAMED,
                                Scenarios.text()
                                        .request(sdk.dialect(), stage.model(lane), Mode.STREAMED)));
        journal(lane).await(before + 1, SOON);
        // The second call begins later: when it has seen three comments, so has the client.
        try (Watched second = watch(sdk.dialect(), lane)) {
            assertThat(second.answer.statusCode()).isEqualTo(200);
            for (int seen = 0; seen < 3; seen++) {
                assertThat(second.nextComment()).startsWith(":");
            }
            gate.open();
            assertThat(outcome.get(SOON.toSeconds(), TimeUnit.SECONDS).text())
                    .isEqualTo("It is raining.");
            assertThat(second.rest()).anyMatch(line -> line.contains("raining"));
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("dialectsAndLanes")
    void failureAfterAHeartbeatIsAnErrorEvent(Dialect dialect, Lane lane) {
        Gate gate = new Gate();
        answer(lane, Answer.text("a").heldAfter(0, gate).failedAfter(0, "server_error", "broken"));
        try (Watched call = watch(dialect, lane)) {
            assertThat(call.answer.statusCode()).isEqualTo(200);
            call.nextComment();
            gate.open();
            endsWithAnError(dialect, call.rest());
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("dialectsAndLanes")
    void failureAfterContentIsAnErrorEventAndNoSilentEnd(Dialect dialect, Lane lane) {
        List<Answer> broken =
                List.of(
                        Answer.text("a", "b").failedAfter(1, "server_error", "broken"),
                        Answer.text("a", "b").cutAfter(1),
                        Answer.text("a", "b").resetAfter(1));
        for (Answer answer : broken) {
            answer(lane, answer);
            try (Watched call = watch(dialect, lane)) {
                assertThat(call.answer.statusCode()).isEqualTo(200);
                endsWithAnError(dialect, call.rest());
            }
        }
    }

    private static void endsWithAnError(Dialect dialect, List<String> lines) {
        List<String> data = lines.stream().filter(line -> line.startsWith("data: ")).toList();
        JsonNode last = Json.read(data.getLast().substring("data: ".length()));
        assertThat(last.path("error").path("message").asString("")).isNotBlank();
        if (dialect == Dialect.ANTHROPIC) {
            assertThat(lines).contains("event: error");
            assertThat(last.path("type").asString()).isEqualTo("error");
        }
        assertThat(lines)
                .noneMatch(line -> line.contains("[DONE]"))
                .noneMatch(line -> line.contains("message_stop"));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("dialectsAndLanes")
    void brokenStreamIsSettledWithWhatWasSeen(Dialect dialect, Lane lane) {
        answer(lane, Answer.text("a", "b").tokens(Tokens.of(100, 50)).cutAfter(1));
        try (Watched call = watch(dialect, lane)) {
            call.rest();
            JsonNode row =
                    stage.admin().settledCall(Calls.id(call.answer)).path("attempts").path(0);
            assertThat(row.path("state").asString()).isEqualTo("settled");
            assertThat(row.path("outcome").asString()).isEqualTo("upstream_truncated");
            assertThat(row.path("usage").path("input_tokens").asLong()).isPositive();
        }
    }

    Stream<Arguments> leaving() {
        List<Arguments> all = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            for (Lane lane : new Lane[] {Lane.OPENAI, Lane.ANTHROPIC}) {
                all.add(Arguments.of(dialect, lane, Mode.PLAIN, 0));
                all.add(Arguments.of(dialect, lane, Mode.STREAMED, 0));
                all.add(Arguments.of(dialect, lane, Mode.STREAMED, 1));
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} at {1}, {2} after {3}")
    @MethodSource("leaving")
    void upstreamIsClosedWhenTheCallerLeaves(Dialect dialect, Lane lane, Mode mode, int pieces)
            throws IOException {
        Gate never = new Gate();
        answer(lane, held(pieces, never));
        try (Socket caller = call(dialect, lane, mode)) {
            never.awaitArrival(SOON);
            if (pieces > 0) {
                readUntil(caller.getInputStream(), "raining");
            }
        }
        journal(lane).last().awaitPeerClosed(GONE);
    }

    /// An answer of two pieces that waits at the gate after so many of them.
    private static Answer held(int pieces, Gate gate) {
        return Answer.text("It is raining", ".").tokens(Tokens.of(12, 5)).heldAfter(pieces, gate);
    }

    private Socket call(Dialect dialect, Lane lane, Mode mode) throws IOException {
        Socket socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), stage.door().origin().getPort());
        socket.setSoTimeout(10_000);
        byte[] body =
                Calls.hello(dialect, stage.model(lane), mode)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder(
                        "POST " + Calls.path(dialect) + " HTTP/1.1\r\nHost: localhost\r\n");
        stage.headers(dialect).forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("content-type: application/json\r\ncontent-length: " + body.length);
        socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        return socket;
    }

    private static void readUntil(InputStream in, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int next = in.read();
            assertThat(next).as("ended after: %s", seen).isNotNegative();
            seen.append((char) next);
        }
    }

    private Watched watch(Dialect dialect, Lane lane) {
        String body = Calls.hello(dialect, stage.model(lane), Mode.STREAMED).toString();
        Map<String, String> headers = stage.headers(dialect);
        return new Watched(stage.http().lines(Calls.path(dialect), headers, body));
    }

    /// A stream read line by line.
    private static final class Watched implements AutoCloseable {
        private final HttpResponse<Stream<String>> answer;
        private final Iterator<String> lines;

        Watched(HttpResponse<Stream<String>> answer) {
            this.answer = answer;
            this.lines = answer.body().iterator();
        }

        String nextComment() {
            String line = lines.next();
            while (!line.startsWith(":")) {
                line = lines.next();
            }
            return line;
        }

        List<String> rest() {
            List<String> rest = new ArrayList<>();
            lines.forEachRemaining(rest::add);
            return rest;
        }

        @Override
        public void close() {
            answer.body().close();
        }
    }

    private void answer(Lane lane, Answer... answers) {
        if (lane == Lane.OPENAI) {
            stage.openAi().answer(answers);
        } else {
            stage.anthropic().answer(answers);
        }
    }

    private Journal journal(Lane lane) {
        return lane == Lane.OPENAI ? stage.openAi().journal() : stage.anthropic().journal();
    }
}
