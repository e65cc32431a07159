// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.FailureException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamTest {

    private static Plane plane;

    @BeforeAll
    static void start() {
        plane = new Plane();
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private static ScriptedRelay relay() {
        ScriptedRelay relay = ScriptedRelay.stream();
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        return relay;
    }

    private static ScriptedEvents events() {
        ScriptedEvents events = ScriptedEvents.started();
        plane.engine.script = inbound -> FakeEngine.translated(inbound, events);
        return events;
    }

    @Test
    void eachRelayedChunkLeavesAtOnce() throws IOException {
        ScriptedRelay relay = relay();
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY);
            relay.say("data: one\n\n");
            RawCaller.Reply head = caller.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(caller.chunk()).isEqualTo("data: one\n\n");
            // The next is said only now: the first cannot have waited for it.
            relay.say("data: tw", false);
            assertThat(caller.chunk()).isEqualTo("data: tw");
            relay.say("o\n\n");
            assertThat(caller.chunk()).isEqualTo("o\n\n");
            relay.end();
            assertThat(caller.chunk()).isEmpty();
        }
    }

    @Test
    void largeChunksArriveUnharmed() throws IOException {
        ScriptedRelay relay = relay();
        String large = "data: " + "é".repeat(60_000) + "\n\n";
        relay.say(large).say("data: small\n\n").say(large).end();
        try (RawCaller caller = plane.caller()) {
            assertThat(caller.post(Plane.CHAT, Plane.STREAM_BODY).reply().body())
                    .isEqualTo(large + "data: small\n\n" + large);
        }
    }

    @Test
    void theHeadOfAStreamKeepsProxiesFromHoldingIt() throws IOException {
        relay().say("data: one\n\n").end();
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.STREAM_BODY);
        assertThat(reply.headers())
                .containsEntry("content-type", "text/event-stream")
                .containsEntry("cache-control", "no-cache")
                .containsEntry("x-accel-buffering", "no")
                .containsEntry("x-penstock-provider", "acme")
                .containsEntry("x-penstock-model", "acme-large")
                .containsEntry("x-penstock-attempts", "1");
        assertThat(reply.header("x-request-id")).hasSize(36);
    }

    @Test
    void eachTranslatedEventLeavesAtOnce() throws IOException {
        ScriptedEvents events = events();
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY);
            events.text("first");
            assertThat(caller.head().header("content-type"))
                    .isEqualTo("text/event-stream; charset=utf-8");
            String seen = "";
            while (!seen.contains("first")) {
                seen += caller.chunk();
            }
            events.text("second");
            while (!seen.contains("second")) {
                seen += caller.chunk();
            }
            events.finish();
            for (String chunk = caller.chunk(); !chunk.isEmpty(); chunk = caller.chunk()) {
                seen += chunk;
            }
            assertThat(seen).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void anAnthropicStreamHasItsOwnEnd() throws IOException {
        events().text("Hi").finish();
        RawCaller.Reply reply = plane.post(Plane.MESSAGES, Plane.STREAM_BODY);
        assertThat(reply.body()).contains("event: message_stop").doesNotContain("[DONE]");
        assertThat(reply.header("request-id")).isEqualTo(reply.header("x-request-id"));
    }

    @Test
    void aFailureAfterContentIsAnEventAndACleanEnd() throws IOException {
        relay().say("data: one\n\n").cut();
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply = caller.post(Plane.CHAT, Plane.STREAM_BODY).reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body())
                    .startsWith("data: one\n\ndata: {\"error\":")
                    .contains("was cut")
                    .endsWith("\n\n")
                    .doesNotContain("[DONE]");
            // The end was clean: the connection serves on.
            assertThat(caller.send(RawCaller.request("GET", "/ping", "")).reply().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFailureWithinAnEventBeginsAnEventOfItsOwn() throws IOException {
        relay().say("data: {\"half", false).cut();
        RawCaller.Reply reply = plane.post(Plane.MESSAGES, Plane.STREAM_BODY);
        assertThat(reply.body()).startsWith("data: {\"half\n\nevent: error\ndata: ");
        assertThat(reply.body()).contains(reply.header("x-request-id"));
    }

    @Test
    void aDefectAfterContentIsAnEventWithoutItsInnards() throws IOException {
        relay().say("data: one\n\n").fail(new IllegalStateException("innards"));
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.STREAM_BODY);
        assertThat(reply.body())
                .contains("data: {\"error\":")
                .contains(reply.header("x-request-id"))
                .doesNotContain("innards");
    }

    @Test
    void aFailureBeforeContentIsAStatus() throws IOException {
        plane.engine.script =
                _ -> {
                    throw new FailureException(
                            new Failure.Provider(ProviderKind.OVERLOADED, "full"));
                };
        RawCaller.Reply openai = plane.post(Plane.CHAT, Plane.STREAM_BODY);
        assertThat(openai.status()).isEqualTo(503);
        assertThat(openai.header("content-type")).isEqualTo("application/json");
        RawCaller.Reply anthropic = plane.post(Plane.MESSAGES, Plane.STREAM_BODY);
        assertThat(anthropic.status()).isEqualTo(529);
    }

    @Test
    void aFailureOfTheFirstReadIsAStatusToo() throws IOException {
        relay().cut();
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.STREAM_BODY);
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.headers()).doesNotContainKey("x-accel-buffering");
    }

    @Test
    void anEmptyStreamEndsRegularly() throws IOException {
        relay().end();
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.STREAM_BODY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void theAnswerIsClosedAtItsEnd() throws IOException {
        ScriptedRelay relay = relay();
        relay.say("data: one\n\n").end();
        plane.post(Plane.CHAT, Plane.STREAM_BODY);
        assertThat(relay.closed.await(5_000)).isTrue();
    }

    @Test
    void anOrdinaryClientReadsTheStream() throws Exception {
        relay().say("data: one\n\n").say("data: two\n\n").end();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create("http://localhost:" + plane.port() + Plane.CHAT))
                            .header("authorization", "Bearer " + FakeEngine.KEY)
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(Plane.STREAM_BODY))
                            .build();
            HttpResponse<java.util.stream.Stream<String>> response =
                    client.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.body()).isEqualTo(List.of("data: one", "", "data: two", ""));
        }
    }
}
