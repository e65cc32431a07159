// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import static dev.penstock.providers.exchange.Talk.ATTEMPT;
import static dev.penstock.providers.exchange.Talk.SOON;
import static dev.penstock.providers.exchange.Talk.all;
import static dev.penstock.providers.exchange.Talk.failure;
import static dev.penstock.providers.exchange.Talk.provider;
import static dev.penstock.providers.exchange.Talk.question;
import static dev.penstock.providers.exchange.Talk.raw;
import static dev.penstock.providers.exchange.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Framing;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Reply;
import dev.penstock.kit.ReplyBuilder;
import dev.penstock.kit.Sse;
import dev.penstock.providers.openai.OpenAiProviderFactory;
import dev.penstock.spi.Provider;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.Timeouts;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What callers get when the provider fails, in both lanes.
@Timeout(60)
class FaultTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String HELLO = chunk("{\"content\":\"Hello\"}", "null");
    private static final String STOP = chunk("{}", "\"stop\"");

    private final FaultUpstream upstream = FaultUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    /// The two ways in which an answer is read.
    enum Lane {
        RELAY,
        TRANSLATE
    }

    private static String chunk(String delta, String finish) {
        return Sse.data(
                "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                        .formatted(delta, finish));
    }

    private Provider openAi(Timeouts timeouts) {
        return provider(
                new OpenAiProviderFactory(), upstream.origin() + "/v1", "sk-0123456789", timeouts);
    }

    private Provider openAi() {
        return openAi(new Timeouts(SOON, SOON, SOON, SOON));
    }

    private static RawRequest hello(boolean stream) {
        return raw(
                WireFormat.OPENAI_CHAT,
                "{\"model\":\"public\",\"stream\":%s,\"stream_options\":{\"include_usage\":true},\"messages\":[]}"
                        .formatted(stream));
    }

    private Object call(Lane lane, boolean stream, Reply reply) {
        upstream.script(PATH, reply);
        return switch (lane) {
            case RELAY -> text(openAi().relay(hello(stream), "m", ATTEMPT));
            case TRANSLATE -> all(openAi().chat(question("m", stream), ATTEMPT).events());
        };
    }

    private static ReplyBuilder stream() {
        return Reply.status(200).contentType("text/event-stream").framing(Framing.CHUNKED);
    }

    @Test
    void streamPassesByteForByteHoweverItIsCut() {
        String whole =
                ": comment\n\n"
                        + ROLE
                        + HELLO
                        + chunk("{\"content\":\"é€\"}", "null")
                        + STOP
                        + Sse.DONE;
        for (int size : new int[] {1, 2, 7, 64, 100_000}) {
            Reply reply = Reply.events(whole).inPieces(size);

            assertThat(call(Lane.RELAY, true, reply)).isEqualTo(whole);
            assertThat((Iterable<?>) call(Lane.TRANSLATE, true, reply)).hasSizeGreaterThan(3);
        }
    }

    @Test
    void everyReadIsPassedOnAtOnce() {
        Gate gate = new Gate();
        upstream.script(
                PATH, stream().piece(ROLE).piece(HELLO).await(gate).piece(STOP + Sse.DONE).build());
        RelayStream stream = openAi().relay(hello(true), "m", ATTEMPT);

        StringBuilder seen = new StringBuilder();
        RelayChunk chunk = stream.next();
        seen.append(text(chunk));
        while (!chunk.content()) {
            chunk = stream.next();
            seen.append(text(chunk));
        }
        assertThat(seen.toString()).isEqualTo(ROLE + HELLO);
        assertThat(chunk.eventBoundary()).isTrue();
        gate.open();
        assertThat(text(stream)).isEqualTo(STOP + Sse.DONE);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void cutAndResetInTheMiddleAreTruncated(Lane lane) {
        Reply cut = stream().piece(ROLE).piece(HELLO).cut().build();
        Reply reset = stream().piece(ROLE).piece(HELLO).reset().build();
        Reply early = stream().piece(ROLE).piece(HELLO).build();
        Reply plain =
                Reply.status(200)
                        .contentType("application/json")
                        .declareLength(99)
                        .piece("{")
                        .cut()
                        .build();

        assertThat(failure(() -> call(lane, true, cut)).kind()).isEqualTo(ProviderKind.TRUNCATED);
        assertThat(failure(() -> call(lane, true, reset)).kind()).isEqualTo(ProviderKind.TRUNCATED);
        assertThat(failure(() -> call(lane, true, early)).kind()).isEqualTo(ProviderKind.TRUNCATED);
        assertThat(failure(() -> call(lane, false, plain)).kind())
                .isEqualTo(ProviderKind.TRUNCATED);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void connectionLostAfterTheEndOfTheFormatDoesNotMatter(Lane lane) {
        Reply reply = stream().piece(ROLE + HELLO + STOP + Sse.DONE).cut().build();

        assertThat(call(lane, true, reply)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void errorInTheMiddleOfAStreamIsAFailure(Lane lane) {
        Reply reply =
                stream()
                        .piece(ROLE + HELLO)
                        .piece(
                                Sse.data(
                                        "{\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}"))
                        .build();

        assertThat(failure(() -> call(lane, true, reply)).kind()).isEqualTo(ProviderKind.FAILED);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void errorBodyInsideASuccessIsAFailure(Lane lane) {
        Reply reply =
                Reply.json(200, "{\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}");

        assertThat(failure(() -> call(lane, false, reply)).kind()).isEqualTo(ProviderKind.FAILED);
        assertThat(failure(() -> call(lane, true, reply)).kind()).isEqualTo(ProviderKind.FAILED);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void pageOfAProxyIsNeverShown(Lane lane) {
        String page = "<html>sign in at 127.0.0.1</html>";
        Reply success = Reply.status(200).contentType("text/html").piece(page).build();
        Reply error = Reply.status(502).contentType("text/html").piece(page).build();
        Reply disguised = Reply.json(200, page);

        assertThat(failure(() -> call(lane, true, success)).kind())
                .isEqualTo(ProviderKind.MALFORMED);
        assertThat(failure(() -> call(lane, true, error)))
                .returns(ProviderKind.FAILED, Failure.Provider::kind)
                .returns(502, Failure.Provider::upstreamStatus);
        assertThat(failure(() -> call(lane, false, disguised)).kind())
                .isEqualTo(ProviderKind.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void rateLimitTellsHowLongToWait(Lane lane) {
        Reply reply =
                Reply.status(429)
                        .contentType("application/json")
                        .header("Retry-After", "7")
                        .piece("{\"error\":{\"message\":\"slow down\",\"type\":\"requests\"}}")
                        .build();

        assertThat(failure(() -> call(lane, true, reply)))
                .returns(ProviderKind.RATE_LIMITED, Failure.Provider::kind)
                .returns(Duration.ofSeconds(7), Failure.Provider::retryAfter)
                .returns(429, Failure.Provider::upstreamStatus);
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED",
        "404, REJECTED",
        "401, CREDENTIAL_REJECTED",
        "500, FAILED",
        "302, MALFORMED"
    })
    void statusIsUnderstoodEvenWhenTheErrorBodyIsLost(int status, ProviderKind kind) {
        Reply cut = Reply.status(status).declareLength(500).piece("{\"error\":").cut().build();

        assertThat(failure(() -> call(Lane.RELAY, true, cut)))
                .returns(kind, Failure.Provider::kind)
                .returns(status, Failure.Provider::upstreamStatus);
    }

    @Test
    void endlessErrorBodyIsReadOnlyInPart() {
        ReplyBuilder reply = Reply.status(500).framing(Framing.CHUNKED);
        for (int i = 0; i < 200; i++) {
            reply.piece("x".repeat(1000));
        }

        assertThat(failure(() -> call(Lane.RELAY, true, reply.silence().build())).kind())
                .isEqualTo(ProviderKind.FAILED);
        upstream.journal().last().awaitPeerClosed(SOON);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void endlessPlainAnswerIsCut(Lane lane) {
        ReplyBuilder reply =
                Reply.status(200).contentType("application/json").framing(Framing.CHUNKED);
        reply.piece("{\"a\":\"");
        String mega = "x".repeat(1024 * 1024);
        for (int i = 0; i < 66; i++) {
            reply.piece(mega);
        }

        assertThat(failure(() -> call(lane, false, reply.silence().build())).kind())
                .isEqualTo(ProviderKind.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void silenceEndsAtTheIdleTimeout(Lane lane) {
        Duration brief = Duration.ofMillis(300);
        upstream.script(PATH, stream().piece(ROLE + HELLO).silence().build());
        Provider provider = openAi(new Timeouts(SOON, SOON, brief, SOON));

        long began = System.nanoTime();
        assertThat(
                        failure(() ->
                                        switch (lane) {
                                            case RELAY ->
                                                    text(provider.relay(hello(true), "m", ATTEMPT));
                                            case TRANSLATE ->
                                                    all(
                                                            provider.chat(
                                                                            question("m", true),
                                                                            ATTEMPT)
                                                                    .events());
                                        })
                                .kind())
                .isEqualTo(ProviderKind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void afterAFailureTheStreamIsOver() {
        upstream.script(PATH, stream().piece(ROLE + HELLO).cut().build());
        RelayStream relayed = openAi().relay(hello(true), "m", ATTEMPT);
        failure(() -> text(relayed));
        assertThat(relayed.next()).isNull();

        EventStream events = openAi().chat(question("m", true), ATTEMPT).events();
        failure(() -> all(events));
        assertThat(events.next()).isNull();
    }

    @Test
    void closingARelayReleasesItsReaderAndCancelsUpstream() throws Exception {
        upstream.script(PATH, stream().piece(ROLE + HELLO).silence().build());
        RelayStream stream = openAi().relay(hello(true), "m", ATTEMPT);
        while (!stream.next().content()) {
            // Up to the first content.
        }
        CompletableFuture<RelayChunk> rest = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> rest.complete(stream.next()));
        while (reader.getState() != Thread.State.WAITING
                && reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        stream.close();
        stream.close();

        assertThat(rest.get(100, TimeUnit.MILLISECONDS)).isNull();
        upstream.journal().only().awaitPeerClosed(Duration.ofMillis(500));
        assertThat(stream.next()).isNull();
        assertThat(stream.deltas()).isEqualTo(1);
    }

    @Test
    void modelsThatAreNoListAreMalformed() {
        upstream.script("/v1/models", Reply.json(200, "[["), Reply.json(200, "x".repeat(9 << 20)));

        assertThat(failure(openAi()::models).kind()).isEqualTo(ProviderKind.MALFORMED);
        assertThat(failure(openAi()::models).kind()).isEqualTo(ProviderKind.MALFORMED);
    }
}
