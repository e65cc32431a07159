// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static String head(String more) {
        return RawCaller.request("POST", Plane.CHAT, "").stripTrailing()
                + "\r\ncontent-type: application/json\r\n"
                + more
                + "\r\n\r\n";
    }

    private static String body(int size) {
        String start = "{\"model\":\"small\",\"user\":\"";
        return start + "x".repeat(size - start.length() - 2) + "\"}";
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 8_191, 8_192, 70_000, 1_000_000})
    void aBodyArrivesWholeWhateverItsSizeAndFraming(int size) throws Exception {
        String body = body(size);
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            assertThat(caller.post(Plane.CHAT, body).reply().status()).isEqualTo(200);
            assertThat(plane.engine.call().raw().body()).asString().isEqualTo(body);

            caller.send(head("transfer-encoding: chunked"));
            Random random = new Random(size);
            for (int at = 0; at < size; ) {
                int length = Math.min(size - at, 1 + random.nextInt(size / 3));
                caller.send(Integer.toHexString(length) + "\r\n");
                caller.send(body.substring(at, at + length) + "\r\n");
                at += length;
            }
            caller.send("0\r\n\r\n");
            assertThat(caller.reply().status()).isEqualTo(200);
            assertThat(plane.engine.call().raw().body()).asString().isEqualTo(body);
        }
    }

    @Test
    void aBadKeyIsRefusedBeforeTheBodyIsThere() throws IOException {
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            caller.send(
                    String.join(
                            "\r\n",
                            "POST /v1/messages HTTP/1.1",
                            "host: localhost",
                            "x-api-key: bad",
                            "content-length: 1000",
                            "",
                            ""));
            RawCaller.Reply reply = caller.reply();
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(reply.body()).contains("\"type\":\"error\"");
            assertThat(caller.rest()).isEmpty();
            assertThat(plane.engine.calls).isEmpty();
        }
    }

    @Test
    void aRefusedBodyIsNeverTakenForARequest() throws IOException {
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            String smuggled = RawCaller.request("POST", Plane.CHAT, Plane.PLAIN_BODY);
            caller.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nx-api-key: bad\r\n"
                            + "content-length: "
                            + smuggled.length()
                            + "\r\n\r\n"
                            + smuggled);
            assertThat(caller.reply().status()).isEqualTo(401);
            assertThat(caller.rest()).isEmpty();
            assertThat(plane.engine.calls).isEmpty();
        }
    }

    @Test
    void aTooLongBodyIsRefusedBeforeItIsSent() throws IOException {
        try (Plane plane = new Plane(Plane.bodies(1_000, 10_000, LONG, LONG));
                RawCaller caller = plane.caller()) {
            caller.send(head("content-length: 1001"));
            RawCaller.Reply reply = caller.reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.header("content-type")).isEqualTo("application/json");
            assertThat(reply.body()).contains("too large");
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void theLargestBodyPasses() throws IOException {
        try (Plane plane = new Plane(Plane.bodies(1_000, 10_000, LONG, LONG))) {
            assertThat(plane.post(Plane.CHAT, body(1_000)).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_001})
    void aChunkedBodyIsCountedWhileItComes(int chunk) throws IOException {
        try (Plane plane = new Plane(Plane.bodies(1_000, 10_000, LONG, LONG));
                RawCaller caller = plane.caller()) {
            caller.send(head("transfer-encoding: chunked"));
            String framed = Integer.toHexString(chunk) + "\r\n" + "x".repeat(chunk) + "\r\n";
            for (int sent = 0; sent <= 1_000; sent += chunk) {
                caller.send(framed);
            }
            RawCaller.Reply reply = caller.reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void aRefusalReachesACallerThatIsStillSending() throws IOException {
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            caller.send(head("content-length: 60000000"));
            String piece = "x".repeat(1_000_000);
            for (int i = 0; i < 20; i++) {
                caller.send(piece);
            }
            assertThat(caller.reply().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 100", "transfer-encoding: chunked"})
    void aSlowBodyIs408(String framing) throws IOException {
        try (Plane plane = new Plane(Plane.bodies(1_000, 10_000, LONG, SOON));
                RawCaller caller = plane.caller()) {
            long start = System.nanoTime();
            caller.send(head(framing)).send("1");
            RawCaller.Reply reply = caller.reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SOON, LONG);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(reply.body()).contains("300 ms");
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void aDeadlineOfTheBodyDoesNotBindTheNextRequest() throws IOException {
        try (Plane plane = new Plane(Plane.bodies(1_000, 10_000, LONG, SOON));
                RawCaller caller = plane.caller()) {
            caller.send(head("content-length: " + Plane.PLAIN_BODY.length()));
            caller.send(Plane.PLAIN_BODY);
            assertThat(caller.reply().status()).isEqualTo(200);
            assertThat(new Gate().await(2 * SOON.toMillis())).isFalse();
            assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void aCallerThatLeavesWithinItsBodyIsNotAnswered() throws IOException {
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            caller.send(head("content-length: 100")).send("{");
            caller.socket.shutdownOutput();
            assertThat(caller.rest()).isEmpty();
            assertThat(plane.engine.calls).isEmpty();
        }
    }

    @Test
    void withoutRoomForItsBodyARequestIs503BeforeItIsRead() throws Exception {
        Gate gate = new Gate();
        try (Plane plane = new Plane(Plane.bodies(8_192, 8_192, SOON, LONG));
                RawCaller first = plane.caller();
                RawCaller second = plane.caller()) {
            plane.engine.script =
                    inbound -> {
                        FakeEngine.pass(gate, inbound);
                        return FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
                    };
            first.post(Plane.CHAT, body(5_000));
            plane.engine.call();
            second.send(head("content-length: 5000"));
            RawCaller.Reply refused = second.reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.header("connection")).isEqualTo("close");
            gate.open();
            assertThat(first.reply().status()).isEqualTo(200);
            assertThat(plane.post(Plane.CHAT, body(8_192)).status()).isEqualTo(200);
        }
    }

    @Test
    void waitingBodiesAreServedInTheirOrder() throws Exception {
        Gate gate = new Gate();
        try (Plane plane = new Plane(Plane.bodies(8_192, 8_192, LONG, LONG));
                RawCaller first = plane.caller();
                RawCaller large = plane.caller();
                RawCaller small = plane.caller()) {
            plane.engine.script =
                    inbound -> {
                        FakeEngine.pass(gate, inbound);
                        return FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
                    };
            first.post(Plane.CHAT, body(2_000));
            plane.engine.call();
            large.post(Plane.CHAT, body(8_000));
            awaitKeys(plane, 2);
            // There would be room for this one, but the large one was first.
            small.post(Plane.CHAT, body(1_000));
            awaitKeys(plane, 3);
            assertThat(plane.engine.calls.poll(200, java.util.concurrent.TimeUnit.MILLISECONDS))
                    .isNull();
            gate.open();
            assertThat(plane.engine.call().raw().body()).hasSize(8_000);
            assertThat(plane.engine.call().raw().body()).hasSize(1_000);
            assertThat(first.reply().status()).isEqualTo(200);
            assertThat(large.reply().status()).isEqualTo(200);
            assertThat(small.reply().status()).isEqualTo(200);
        }
    }

    private static void awaitKeys(Plane plane, int count) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (plane.engine.keys.size() < count) {
            assertThat(System.nanoTime()).as("%d key checks", count).isLessThan(end);
            assertThat(new Gate().await(2)).isFalse();
        }
    }

    @Test
    void roomIsGivenBackByRefusedBodies() throws IOException {
        try (Plane plane = new Plane(Plane.bodies(8_192, 8_192, SOON, SOON))) {
            for (int i = 0; i < 3; i++) {
                assertThat(plane.post(Plane.CHAT, "{".repeat(5_000)).status()).isEqualTo(400);
                try (RawCaller slow = plane.caller()) {
                    slow.send(head("content-length: 8000"));
                    assertThat(slow.reply().status()).isEqualTo(408);
                }
            }
            assertThat(plane.post(Plane.CHAT, body(8_192)).status()).isEqualTo(200);
        }
    }

    @Test
    void expectContinueIsAnsweredOnlyWithAGoodKey() throws IOException {
        try (Plane plane = new Plane();
                RawCaller good = plane.caller();
                RawCaller bad = plane.caller()) {
            good.send(head("expect: 100-continue\r\ncontent-length: " + Plane.PLAIN_BODY.length()));
            assertThat(good.head().status()).isEqualTo(100);
            assertThat(good.send(Plane.PLAIN_BODY).reply().status()).isEqualTo(200);

            bad.send(
                    head("expect: 100-continue\r\ncontent-length: 10")
                            .replace(FakeEngine.KEY, "bad"));
            assertThat(bad.reply().status()).isEqualTo(401);
            assertThat(bad.rest()).isEmpty();
        }
    }

    @Test
    void settingsThatCannotWorkAreRefusedInWords() {
        assertThatThrownBy(
                        () -> Plane.bodies(0, 10, LONG, LONG).apply(DataPlaneSettings.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("largest body is 0");
        assertThatThrownBy(
                        () -> Plane.bodies(20, 10, LONG, LONG).apply(DataPlaneSettings.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bounded by 10 but must hold a body of 20");
        assertThatThrownBy(() -> Plane.heartbeat(0).apply(DataPlaneSettings.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heartbeat is PT0S");
    }
}
