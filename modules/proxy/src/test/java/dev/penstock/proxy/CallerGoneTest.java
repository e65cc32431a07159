// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Inbound;
import dev.penstock.inference.Failure;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerGoneTest {

    private static final Duration NOTICED = Duration.ofMillis(250);

    private final Plane plane = new Plane(Plane.answers(Duration.ofMillis(400), 50_000_000));
    private final Gate gate = new Gate();

    @AfterEach
    void stop() {
        gate.open();
        plane.close();
    }

    private void waitAtTheGate() {
        plane.engine.script =
                inbound -> {
                    FakeEngine.pass(gate, inbound);
                    return FakeEngine.relayed(inbound, ScriptedRelay.plain("{\"late\":true}"));
                };
    }

    private static void assertGone(Inbound call, Duration within) {
        long start = System.nanoTime();
        while (call.control().reason() == null) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(within);
            assertThat(new Gate().await(2)).isFalse();
        }
        assertThat(call.control().reason())
                .isInstanceOfSatisfying(
                        Failure.Caller.class,
                        reason -> assertThat(reason.kind()).isEqualTo(Failure.CallerKind.GONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {Plane.PLAIN_BODY, Plane.STREAM_BODY})
    void aCallerThatLeavesAtOnceIsNoticedWhileNothingIsWritten(String body) throws Exception {
        waitAtTheGate();
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, body);
            Inbound call = plane.engine.call();
            caller.leave();
            assertGone(call, NOTICED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Plane.PLAIN_BODY, Plane.STREAM_BODY})
    void aCallerThatLeavesLaterIsNoticed(String body) throws Exception {
        waitAtTheGate();
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, body);
            Inbound call = plane.engine.call();
            assertThat(new Gate().await(400)).isFalse();
            assertThat(call.control().reason()).isNull();
            caller.leave();
            assertGone(call, NOTICED);
        }
    }

    @Test
    void aResetIsNoticed() throws Exception {
        waitAtTheGate();
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            Inbound call = plane.engine.call();
            caller.socket.setSoLinger(true, 0);
            caller.leave();
            assertGone(call, NOTICED);
        }
    }

    @Test
    void theEndOfACallersStreamCountsAsGone() throws Exception {
        waitAtTheGate();
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            Inbound call = plane.engine.call();
            caller.socket.shutdownOutput();
            assertGone(call, NOTICED);
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void aSilentStreamIsClosedWhenItsCallerLeaves() throws Exception {
        ScriptedRelay relay = ScriptedRelay.stream().say("data: one\n\n");
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            assertThat(caller.chunk()).isEqualTo("data: one\n\n");
            caller.leave();
            assertThat(relay.closed.await(NOTICED.toMillis())).isTrue();
            assertGone(plane.engine.call(), NOTICED);
        }
    }

    @Test
    void aSilentTranslatedStreamIsClosedToo() throws Exception {
        ScriptedEvents events = ScriptedEvents.started().text("Hi");
        plane.engine.script = inbound -> FakeEngine.translated(inbound, events);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.MESSAGES, Plane.STREAM_BODY).head();
            caller.leave();
            assertThat(events.closed.await(NOTICED.toMillis())).isTrue();
            assertGone(plane.engine.call(), NOTICED);
        }
    }

    @Test
    void aPlainAnswerBeingReadIsClosedWhenItsCallerLeaves() throws Exception {
        ScriptedRelay relay = new ScriptedRelay("application/json").say("{\"begun\":");
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            Inbound call = plane.engine.call();
            caller.leave();
            assertThat(relay.closed.await(NOTICED.toMillis())).isTrue();
            assertGone(call, NOTICED);
        }
    }

    @Test
    void aFailedWriteEndsTheCallAsGone() throws Exception {
        ScriptedRelay relay = ScriptedRelay.stream().say("data: one\n\n");
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            caller.socket.setSoLinger(true, 0);
            caller.leave();
            String piece = "data: " + "x".repeat(10_000) + "\n\n";
            for (int i = 0; i < 100; i++) {
                relay.say(piece);
            }
            Inbound call = plane.engine.call();
            assertThat(relay.closed.await(1_000)).isTrue();
            assertGone(call, NOTICED);
        }
    }

    @Test
    void aCallerThatNeverReadsIsGivenUp() throws Exception {
        ScriptedRelay relay = ScriptedRelay.stream();
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        try (RawCaller caller = new RawCaller(plane.port(), 4_096)) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY);
            String piece = "data: " + "x".repeat(200_000) + "\n\n";
            for (int i = 0; i < 100; i++) {
                relay.say(piece);
            }
            Inbound call = plane.engine.call();
            assertGone(call, Duration.ofSeconds(5));
            assertThat(relay.closed.await(1_000)).isTrue();
        }
    }

    @Test
    void aPlainAnswerThatIsNeverReadIsGivenUpToo() throws Exception {
        plane.engine.script =
                inbound ->
                        FakeEngine.relayed(inbound, large(new ScriptedRelay("application/json")));
        try (RawCaller caller = new RawCaller(plane.port(), 4_096)) {
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            assertGone(plane.engine.call(), Duration.ofSeconds(5));
        }
    }

    private static ScriptedRelay large(ScriptedRelay relay) {
        for (int i = 0; i < 100; i++) {
            relay.say("x".repeat(200_000));
        }
        return relay.end();
    }

    @Test
    void aFinishedCallIsNotCalledGoneLater() throws Exception {
        waitAtTheGate();
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            Inbound first = plane.engine.call();
            assertThat(new Gate().await(200)).isFalse();
            gate.open();
            assertThat(caller.reply().status()).isEqualTo(200);
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            assertThat(caller.reply().status()).isEqualTo(200);
            caller.leave();
            assertThat(new Gate().await(200)).isFalse();
            assertThat(first.control().reason()).isNull();
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInTheirOrder() throws IOException {
        plane.engine.script =
                inbound ->
                        FakeEngine.relayed(
                                inbound, ScriptedRelay.plain("\"" + inbound.raw().model() + "\""));
        try (RawCaller caller = plane.caller()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                all.append(RawCaller.request("POST", Plane.CHAT, "{\"model\":\"m" + i + "\"}"));
            }
            caller.send(all.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(caller.reply().body()).isEqualTo("\"m" + i + "\"");
            }
        }
    }

    @Test
    void requestsSentDuringAWaitAreKeptForAfterwards() throws Exception {
        plane.engine.script =
                inbound -> {
                    FakeEngine.pass(gate, inbound);
                    return FakeEngine.relayed(
                            inbound, ScriptedRelay.plain("\"" + inbound.raw().model() + "\""));
                };
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, "{\"model\":\"m0\"}");
            Inbound first = plane.engine.call();
            // By now the connection is being read ahead; byte by byte is the worst case.
            assertThat(new Gate().await(200)).isFalse();
            String next = RawCaller.request("POST", Plane.CHAT, "{\"model\":\"m1\"}");
            for (int i = 0; i < next.length(); i++) {
                caller.send(next.substring(i, i + 1));
            }
            caller.post(Plane.CHAT, "{\"model\":\"m2\",\"user\":\"" + "x".repeat(100_000) + "\"}");
            assertThat(first.control().reason()).isNull();
            gate.open();
            for (int i = 0; i < 3; i++) {
                assertThat(caller.reply().body()).isEqualTo("\"m" + i + "\"");
            }
        }
    }

    @Test
    void aConnectionServesManyWaitingCallsOneAfterTheOther() throws Exception {
        plane.engine.script =
                inbound -> {
                    new Gate().await(130);
                    return FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
                };
        try (RawCaller caller = plane.caller()) {
            for (int i = 0; i < 8; i++) {
                assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status())
                        .isEqualTo(200);
            }
        }
    }
}
