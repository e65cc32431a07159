// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.FailureException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final String PING = ": ping\n\n";

    private final Plane plane = new Plane(Plane.heartbeat(100));
    private final Gate gate = new Gate();

    @AfterEach
    void stop() {
        gate.open();
        plane.close();
    }

    private void answerAfterTheGate(ScriptedRelay relay) {
        plane.engine.script =
                inbound -> {
                    FakeEngine.pass(gate, inbound);
                    return FakeEngine.relayed(inbound, relay);
                };
    }

    @Test
    void beforeContentASilentStreamGetsItsHeadAndComments() throws IOException {
        ScriptedRelay relay = ScriptedRelay.stream();
        answerAfterTheGate(relay);
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply head = caller.post(Plane.MESSAGES, Plane.STREAM_BODY).head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers())
                    .containsEntry("content-type", "text/event-stream; charset=utf-8")
                    .containsEntry("cache-control", "no-cache")
                    .containsKeys("x-request-id", "request-id")
                    .doesNotContainKey("x-penstock-provider");
            assertThat(caller.chunk()).isEqualTo(PING);
            assertThat(caller.chunk()).isEqualTo(PING);
            gate.open();
            relay.say("data: one\n\n").end();
            String seen = caller.chunk();
            while (seen.equals(PING)) {
                seen = caller.chunk();
            }
            assertThat(seen).isEqualTo("data: one\n\n");
            assertThat(caller.chunk()).isEmpty();
        }
    }

    @Test
    void betweenEventsSilenceIsFilled() throws IOException {
        ScriptedRelay relay = ScriptedRelay.stream().say("data: one\n\n");
        gate.open();
        answerAfterTheGate(relay);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            assertThat(caller.chunk()).isEqualTo("data: one\n\n");
            assertThat(caller.chunk()).isEqualTo(PING);
            assertThat(caller.chunk()).isEqualTo(PING);
            relay.end();
        }
    }

    @Test
    void noCommentStandsWithinAnEvent() throws IOException {
        ScriptedRelay relay = ScriptedRelay.stream().say("data: on", false);
        gate.open();
        answerAfterTheGate(relay);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            assertThat(caller.chunk()).isEqualTo("data: on");
            assertThat(new Gate().await(400)).isFalse();
            relay.say("e\n\n");
            assertThat(caller.chunk()).isEqualTo("e\n\n");
            assertThat(caller.chunk()).isEqualTo(PING);
            relay.end();
        }
    }

    @Test
    void translatedStreamsAreKeptAliveToo() throws IOException {
        ScriptedEvents events = ScriptedEvents.started().text("Hi");
        plane.engine.script = inbound -> FakeEngine.translated(inbound, events);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            String seen = "";
            while (!seen.endsWith(PING)) {
                seen += caller.chunk();
            }
            assertThat(seen).contains("Hi");
            events.finish();
        }
    }

    @Test
    void afterAHeartbeatAFailureIsAnEvent() throws IOException {
        plane.engine.script =
                inbound -> {
                    FakeEngine.pass(gate, inbound);
                    throw new FailureException(
                            new Failure.Provider(
                                    ProviderKind.TIMEOUT, "the provider took too long"));
                };
        try (RawCaller caller = plane.caller()) {
            assertThat(caller.post(Plane.CHAT, Plane.STREAM_BODY).head().status()).isEqualTo(200);
            assertThat(caller.chunk()).isEqualTo(PING);
            gate.open();
            String seen = caller.chunk();
            while (seen.equals(PING)) {
                seen = caller.chunk();
            }
            assertThat(seen).startsWith("data: {\"error\":").contains("took too long");
            assertThat(caller.chunk()).isEmpty();
        }
    }

    @Test
    void aBusyStreamGetsNoComments() throws IOException {
        ScriptedRelay relay = ScriptedRelay.stream();
        gate.open();
        answerAfterTheGate(relay);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY);
            relay.say("data: 0\n\n");
            caller.head();
            for (int i = 0; i < 30; i++) {
                assertThat(caller.chunk()).isEqualTo("data: " + i + "\n\n");
                assertThat(new Gate().await(20)).isFalse();
                relay.say("data: " + (i + 1) + "\n\n");
            }
            relay.end();
        }
    }

    @Test
    void aPlainCallGetsNone() throws IOException {
        answerAfterTheGate(ScriptedRelay.plain("{\"late\":true}"));
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            assertThat(new Gate().await(400)).isFalse();
            gate.open();
            RawCaller.Reply reply = caller.reply();
            assertThat(reply.body()).isEqualTo("{\"late\":true}");
            assertThat(reply.header("x-penstock-provider")).isEqualTo("acme");
        }
    }
}
