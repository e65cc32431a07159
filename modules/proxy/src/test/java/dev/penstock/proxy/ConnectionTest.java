// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    private static final Duration CLOSED = Duration.ofSeconds(3);

    private static Plane plane;

    @BeforeAll
    static void start() {
        plane = new Plane();
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    @Test
    void aConnectionServesCallAfterCall() throws IOException {
        try (RawCaller caller = plane.caller()) {
            for (int i = 0; i < 5; i++) {
                RawCaller.Reply reply = caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.headers()).doesNotContainEntry("connection", "close");
            }
        }
    }

    @Test
    void aCallerThatAsksForTheEndGetsItAfterTheAnswer() throws IOException {
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply =
                    caller.post(Plane.CHAT, Plane.PLAIN_BODY, "connection: close").reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void aStreamEndsCleanlyBeforeItsConnectionDoes() throws IOException {
        plane.engine.script =
                inbound ->
                        FakeEngine.relayed(
                                inbound, ScriptedRelay.stream().say("data: one\n\n").end());
        try (RawCaller caller = plane.caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY, "connection: close").head();
            assertThat(caller.chunk()).isEqualTo("data: one\n\n");
            assertThat(caller.chunk()).isEmpty();
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void aRestingConnectionEndsWithTheServerThoughItWasReadAhead() throws IOException {
        try (Plane own = new Plane();
                RawCaller caller = own.caller()) {
            own.engine.script =
                    inbound -> {
                        new Gate().await(150);
                        return FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
                    };
            assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status()).isEqualTo(200);
            long start = System.nanoTime();
            own.stop();
            assertThat(caller.rest()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CLOSED);
        }
    }

    @Test
    void aBodyWhereNoneIsReadEndsTheConnection() throws IOException {
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply =
                    caller.send(RawCaller.request("GET", "/v1/models", "{}")).reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(caller.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE||",
                "GET /v1/models HTTP/1.1||",
                "GET /v1/models HTTP/1.1|host: a|host: b||",
                "GET /v1/models HTTP/1.1|host: a|bad header||",
                "POST /v1/messages HTTP/1.1|host: a|content-length: x||",
                "POST /v1/messages HTTP/1.1|host: a|content-length: 1|"
                        + "transfer-encoding: chunked||",
                "POST /v1/messages HTTP/1.1|host: a|transfer-encoding: gzip||",
                "GET /%zz HTTP/1.1|host: a||",
                "GET / HTTP/1.0|host: a||",
                "GET / HTTP/2.7|host: a||"
            })
    void whatIsNotHttpIsRefusedAsJsonAndTheConnectionEnds(String request) throws IOException {
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply = caller.send(request.replace("|", "\r\n")).reply();
            assertThat(reply.status()).isBetween(400, 505);
            assertThat(reply.header("content-type")).isEqualTo("application/json");
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(reply.body())
                    .contains("\"error\"")
                    .doesNotContain("xception")
                    .doesNotContain("helidon");
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void tooManyHeadersAreRefusedAsJson() throws IOException {
        try (RawCaller caller = plane.caller()) {
            String large = "x-large: " + "x".repeat(40_000) + "\r\n";
            RawCaller.Reply reply =
                    caller.send("GET /v1/models HTTP/1.1\r\nhost: a\r\n" + large + "\r\n").reply();
            assertThat(reply.status()).isEqualTo(431);
            assertThat(reply.body()).contains("\"error\"");
        }
    }

    @Test
    void tooLongARequestLineIsRefusedAsJson() throws IOException {
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply =
                    caller.send("GET /v1/" + "x".repeat(20_000) + " HTTP/1.1\r\nhost: a\r\n\r\n")
                            .reply();
            assertThat(reply.status()).isEqualTo(414);
            assertThat(reply.body()).contains("\"error\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz|{}|0||", "-1|{}|0||", "2\n{}\n0\n\n", "|", "0|x|"})
    void brokenChunksAreRefused(String chunks) throws IOException {
        try (RawCaller caller = plane.caller()) {
            String head = RawCaller.request("POST", Plane.CHAT, "").stripTrailing();
            RawCaller.Reply reply =
                    caller.send(
                                    head
                                            + "\r\ntransfer-encoding: chunked\r\n\r\n"
                                            + chunks.replace("|", "\r\n"))
                            .reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(caller.rest()).isEmpty();
        }
    }
}
