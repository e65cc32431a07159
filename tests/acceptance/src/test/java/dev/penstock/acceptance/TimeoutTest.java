// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Framing;
import dev.penstock.kit.Reply;
import dev.penstock.kit.ReplyBuilder;
import dev.penstock.kit.Sse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Providers that are slow, stop in the middle, or lose their connections: what was configured to be
/// waited for is waited for and no longer, and half an answer never looks like a whole one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeoutTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration LIMIT = Duration.ofMillis(400);
    // Five times the promise of a quarter of a second, for a machine that runs other tests.
    private static final Duration LATE = Duration.ofMillis(1_250);
    private static final String WHOLE =
            """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Rain"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}\
            """;
    private static final String CHUNK =
            """
            {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[\
            {"index":0,"delta":{"role":"assistant","content":"Rain"},"finish_reason":null}]}\
            """;

    @RegisterExtension final Stage stage = Stage.open();

    @BeforeAll
    void configure() {
        String base = stage.raw().origin() + "/v1";
        for (String limit : List.of("first-byte", "first-content", "idle", "total")) {
            add(limit, base, limit);
        }
    }

    private void add(String uid, String base, String timeout) {
        ObjectNode provider = Stage.provider(uid, "openai", base, "sk-raw");
        provider.putObject("options").put("timeout." + timeout, LIMIT.toString());
        stage.admin().addProvider(provider);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    /// A way to be slow.
    ///
    /// @param limit the timeout that ends it
    /// @param begun whether the caller has seen content by then
    record Slow(String name, String limit, Mode mode, Reply reply, boolean begun) {
        @Override
        public String toString() {
            return name + ", " + mode;
        }
    }

    Stream<Arguments> slow() {
        List<Slow> all = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            all.add(new Slow("no head", "first-byte", mode, Reply.never(), false));
            all.add(new Slow("no head in all", "total", mode, Reply.never(), false));
        }
        all.add(new Slow("silent body", "idle", Mode.PLAIN, plain().silence().build(), false));
        all.add(new Slow("slow body", "total", Mode.PLAIN, trickle(plain(), " "), false));
        String comment = Sse.comment("wait");
        all.add(new Slow("no content", "idle", Mode.STREAMED, stream().silence().build(), false));
        all.add(new Slow("comments", "total", Mode.STREAMED, trickle(stream(), comment), false));
        Reply pings = trickle(stream(), comment);
        all.add(new Slow("pings", "first-content", Mode.STREAMED, pings, false));
        Reply silent = stream().piece(Sse.data(CHUNK)).silence().build();
        all.add(new Slow("silent stream", "idle", Mode.STREAMED, silent, true));
        Reply endless = trickle(stream(), Sse.data(CHUNK));
        all.add(new Slow("slow stream", "total", Mode.STREAMED, endless, true));
        return Stream.of(Dialect.values())
                .flatMap(dialect -> all.stream().map(slow -> Arguments.of(dialect, slow)));
    }

    private static ReplyBuilder plain() {
        return Reply.status(200)
                .contentType("application/json")
                .framing(Framing.CHUNKED)
                .piece(WHOLE.substring(0, 40));
    }

    private static ReplyBuilder stream() {
        return Reply.status(200).contentType("text/event-stream").framing(Framing.CHUNKED);
    }

    private static Reply trickle(ReplyBuilder reply, String piece) {
        for (int i = 0; i < 100; i++) {
            reply.piece(piece).pause(Duration.ofMillis(50));
        }
        return reply.silence().build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("slow")
    void slowProviderIsEndedAtItsLimit(Dialect dialect, Slow slow) {
        stage.raw().script(CHAT, slow.reply());
        long began = System.nanoTime();

        HttpResponse<String> answer =
                Calls.send(stage, dialect, slow.limit() + "/some-model", slow.mode());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LIMIT.plus(LATE));
        failed(dialect, answer, slow.begun() ? 200 : 504);
        JsonNode row = row(answer);
        assertThat(row.path("state").asString()).isEqualTo("settled");
        assertThat(row.path("outcome").asString()).isEqualTo("upstream_timeout");
        stage.raw().journal().last().awaitPeerClosed(LATE);
    }

    @ParameterizedTest
    @EnumSource
    void contentInTimeIsNotBoundByTheLimitOfTheFirst(Dialect dialect) {
        ReplyBuilder reply = stream().piece(Sse.data(CHUNK)).pause(LIMIT.multipliedBy(2));
        reply.piece(
                Sse.data(CHUNK.replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"")));
        stage.raw().script(CHAT, reply.piece(Sse.data("[DONE]")).build());

        HttpResponse<String> answer =
                Calls.send(stage, dialect, "first-content/some-model", Mode.STREAMED);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(row(answer).path("outcome").asString()).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void serverThatTakesNoConnectionIsGivenUp(Dialect dialect) throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            List<Socket> waiting = new ArrayList<>();
            try {
                fill(deaf, waiting);
                add("deaf-" + dialect, "http://127.0.0.1:" + deaf.getLocalPort(), "connect");
                long began = System.nanoTime();

                HttpResponse<String> answer =
                        Calls.send(stage, dialect, "deaf-" + dialect + "/m", Mode.PLAIN);

                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(LIMIT, LIMIT.plus(LATE));
                failed(dialect, answer, 502);
                assertThat(row(answer).path("state").asString()).isEqualTo("released");
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    /// Connects until the queue of a server that accepts nothing is full.
    private static void fill(ServerSocket deaf, List<Socket> waiting) throws IOException {
        boolean full = false;
        while (!full) {
            assertThat(waiting).hasSizeLessThan(50);
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                InetAddress address = deaf.getInetAddress();
                socket.connect(new InetSocketAddress(address, deaf.getLocalPort()), 200);
            } catch (SocketTimeoutException queued) {
                full = true;
            }
        }
    }

    Stream<Arguments> cuts() {
        return Stream.of(Dialect.values())
                .flatMap(dialect ->
                        Stream.of(Lane.OPENAI, Lane.ANTHROPIC)
                                .flatMap(lane ->
                                        Stream.of(Mode.values())
                                                .map(m -> Arguments.of(dialect, lane, m))));
    }

    @ParameterizedTest(name = "{0} at {1}, {2}")
    @MethodSource("cuts")
    void halfAnAnswerNeverLooksWhole(Dialect dialect, Lane lane, Mode mode) {
        Answer text = Answer.text("It", " is", " raining", ".");
        for (int pieces = 0; pieces <= 4; pieces++) {
            for (Answer cut : List.of(text.cutAfter(pieces), text.resetAfter(pieces))) {
                answer(lane, cut);

                HttpResponse<String> answer = Calls.send(stage, dialect, stage.model(lane), mode);

                boolean begun = mode == Mode.STREAMED && answer.body().contains("It");
                failed(dialect, answer, begun ? 200 : 502);
                assertThat(row(answer).path("outcome").asString()).isEqualTo("upstream_truncated");
            }
        }
    }

    @ParameterizedTest(name = "{0} at {1}, {2}")
    @MethodSource("cuts")
    void waitThatTheProviderAsksForIsPassedOn(Dialect dialect, Lane lane, Mode mode) {
        answer(
                lane,
                Answer.refused(429, "rate_limit_error", "Slow down").header("retry-after", "7"));

        HttpResponse<String> answer = Calls.send(stage, dialect, stage.model(lane), mode);

        failed(dialect, answer, 429);
        assertThat(answer.headers().allValues("retry-after")).containsExactly("7");
    }

    /// What a connection that was used before does with the second request, by name.
    private static Map<String, Reply> deaths() {
        return Map.of(
                "hangs up", Reply.hangUp(),
                "resets", Reply.resetAtOnce(),
                "says a byte and hangs up", Reply.json(200, WHOLE).cutAt(1),
                "says a byte and resets", Reply.json(200, WHOLE).resetAt(1));
    }

    Stream<Arguments> deathsInEveryDialect() {
        return Stream.of(Dialect.values())
                .flatMap(d -> deaths().keySet().stream().sorted().map(n -> Arguments.of(d, n)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("deathsInEveryDialect")
    void requestIsRepeatedOnceWhenAUsedConnectionDiesSilently(Dialect dialect, String death) {
        try (FaultUpstream upstream = FaultUpstream.start()) {
            Reply dies = deaths().get(death);
            boolean silent = !death.startsWith("says");
            upstream.script(CHAT, Reply.json(200, WHOLE), dies, Reply.json(200, WHOLE), dies, dies);
            String uid = "dies-" + upstream.port();
            stage.admin()
                    .addProvider(Stage.provider(uid, "openai", upstream.origin() + "/v1", "k"));
            String model = uid + "/m";

            assertThat(Calls.send(stage, dialect, model, Mode.PLAIN).statusCode()).isEqualTo(200);
            HttpResponse<String> second = Calls.send(stage, dialect, model, Mode.PLAIN);

            assertThat(second.statusCode()).as(second.body()).isEqualTo(silent ? 200 : 502);
            assertThat(upstream.journal().requests()).hasSize(silent ? 3 : 2);
            oneRow(second);
            if (silent) {
                // Reused again, it dies again, and so does the fresh one: no third try.
                HttpResponse<String> third = Calls.send(stage, dialect, model, Mode.PLAIN);
                failed(dialect, third, 502);
                assertThat(upstream.journal().requests()).hasSize(5);
                oneRow(third);
                HttpResponse<String> fresh = Calls.send(stage, dialect, model, Mode.PLAIN);
                failed(dialect, fresh, 502);
                assertThat(upstream.journal().requests()).hasSize(6);
            }
        }
    }

    private void oneRow(HttpResponse<String> answer) {
        assertThat(stage.admin().settledCall(Calls.id(answer)).path("attempts")).hasSize(1);
    }

    private JsonNode row(HttpResponse<String> answer) {
        return stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
    }

    /// The call has that status, ends with an error of the dialect, and holds no regular end.
    private static void failed(Dialect dialect, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String last = answer.body();
        if (status == 200) {
            List<String> data =
                    answer.body().lines().filter(line -> line.startsWith("data: ")).toList();
            last = data.getLast().substring("data: ".length());
        }
        JsonNode error = Json.read(last);
        assertThat(error.path("error").path("message").asString("")).isNotBlank();
        assertThat(error.path("type").asString(""))
                .isEqualTo(dialect == Dialect.ANTHROPIC ? "error" : "");
        assertThat(answer.body())
                .doesNotContain("[DONE]", "message_stop", "\"finish_reason\":\"stop\"");
    }

    private void answer(Lane lane, Answer answer) {
        if (lane == Lane.OPENAI) {
            stage.openAi().answer(answer);
        } else {
            stage.anthropic().answer(answer);
        }
    }
}
