// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {

    private static final Duration SOON = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SLACK = Duration.ofSeconds(3);

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aConnectionThatSaysNothingIsClosedWithoutAWord() throws IOException {
        try (Plane plane = new Plane(Plane.edge(SOON, LONG, 10));
                RawCaller caller = plane.caller()) {
            long start = System.nanoTime();
            assertThat(caller.rest()).isEmpty();
            assertThat(since(start)).isBetween(SOON.minusMillis(50), SOON.plus(SLACK));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"G", "GET /ping HTTP/1.1\r\nHost: a\r\nX", "\r\n", "GET /ping HTTP/1.1\r"})
    void aHeadThatDoesNotEndIs408(String begun) throws IOException {
        try (Plane plane = new Plane(Plane.edge(SOON, LONG, 10));
                RawCaller caller = plane.caller()) {
            RawCaller.Reply reply = caller.send(begun).reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(reply.body()).contains("did not arrive in time");
            assertThat(caller.rest()).isEmpty();
        }
    }

    @Test
    void aTricklingHeadIsNotForgiven() throws Exception {
        try (Plane plane = new Plane(Plane.edge(SOON, LONG, 10));
                RawCaller caller = plane.caller()) {
            long start = System.nanoTime();
            caller.send("GET /ping HTTP/1.1\r\nHost: a\r\nX: ");
            Thread trickle =
                    Thread.startVirtualThread(() -> {
                        try {
                            while (true) {
                                caller.send("y");
                                new Gate().await(20);
                            }
                        } catch (IOException _) {
                            // Closed.
                        }
                    });
            assertThat(caller.reply().status()).isEqualTo(408);
            assertThat(since(start)).isLessThan(SOON.plus(SLACK));
            trickle.join(SLACK);
            assertThat(trickle.isAlive()).isFalse();
        }
    }

    @Test
    void aRestingConnectionIsClosedAndAServedOneIsNot() throws Exception {
        try (Plane plane = new Plane(Plane.edge(LONG, SOON, 10));
                RawCaller caller = plane.caller()) {
            Gate gate = new Gate();
            plane.engine.script =
                    inbound -> {
                        FakeEngine.pass(gate, inbound);
                        return FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
                    };
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            plane.engine.call();
            assertThat(gate.await(3 * SOON.toMillis())).isFalse();
            gate.open();
            assertThat(caller.reply().status()).isEqualTo(200);
            long start = System.nanoTime();
            assertThat(caller.rest()).isEmpty();
            assertThat(since(start)).isBetween(SOON.minusMillis(50), SOON.plus(SLACK));
        }
    }

    @Test
    void aSlowSecondHeadIs408AsWell() throws IOException {
        try (Plane plane = new Plane(Plane.edge(SOON, LONG, 10));
                RawCaller caller = plane.caller()) {
            String ping = "GET /ping HTTP/1.1\r\nHost: a\r\n\r\n";
            assertThat(caller.send(ping + "GET /pi").reply().status()).isEqualTo(200);
            assertThat(caller.reply().status()).isEqualTo(408);
            assertThat(caller.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\n12345",
                "Transfer-Encoding: chunked\r\n\r\na\r\n1"
            })
    void aSlowBodyIs408OnEveryPath(String begun) throws IOException {
        long most = DataPlaneSettings.defaults().maxBody();
        try (Plane plane = new Plane(Plane.bodies(most, most, LONG, SOON));
                RawCaller caller = plane.caller()) {
            long start = System.nanoTime();
            caller.send("POST /other HTTP/1.1\r\nHost: a\r\n" + begun);
            RawCaller.Reply reply = caller.reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(caller.rest()).isEmpty();
            assertThat(since(start)).isBetween(SOON, SOON.plus(SLACK));
        }
    }

    @Test
    void aBodyInTimeIsReadOnEveryPath() throws IOException {
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            for (int i = 0; i < 3; i++) {
                caller.send("POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12");
                assertThat(new Gate().await(20)).isFalse();
                assertThat(caller.send("345").reply().body()).isEqualTo("12345");
            }
        }
    }

    @Test
    void connectionsBeyondTheLimitAreToldSoAndRoomIsFreeAgain() throws Exception {
        try (Plane plane = new Plane(Plane.edge(LONG, LONG, 3))) {
            List<RawCaller> served = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawCaller caller = plane.caller();
                served.add(caller);
                assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status())
                        .isEqualTo(200);
            }
            try (RawCaller refused = plane.caller()) {
                RawCaller.Reply reply = refused.reply();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("retry-after")).isEqualTo("1");
                assertThat(reply.header("connection")).isEqualTo("close");
                assertThat(refused.rest()).isEmpty();
            }
            for (RawCaller caller : served) {
                assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status())
                        .isEqualTo(200);
                caller.close();
            }
            long end = System.nanoTime() + SLACK.toNanos();
            int status;
            do {
                status = plane.post(Plane.CHAT, Plane.PLAIN_BODY).status();
            } while (status == 503 && System.nanoTime() < end);
            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void theLargestHeadPasses() throws IOException {
        EdgeSettings edge = EdgeSettings.defaults();
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            String start = "GET /ping?";
            String line = start + "x".repeat(edge.maxRequestLine() - start.length());
            String head = line + " HTTP/1.1\r\nHost: a\r\nX: ";
            String rest = "y".repeat(edge.maxHead() - head.length() - 4) + "\r\n\r\n";
            assertThat(caller.send(head + rest).reply().status()).isEqualTo(200);
            String many = "Y:\r\n".repeat(edge.maxFields() - 1);
            caller.send("GET /ping HTTP/1.1\r\nHost: a\r\n" + many + "\r\n");
            assertThat(caller.reply().status()).isEqualTo(200);
            caller.send("GET /ping HTTP/1.1\r\nHost: a\r\nY:\r\n" + many + "\r\n");
            assertThat(caller.reply().status()).isEqualTo(431);
        }
    }

    @Test
    void limitsThatCannotWorkAreRefusedInWords() {
        assertThatThrownBy(() -> new EdgeSettings(Duration.ZERO, LONG, 1, 100, 100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadline of a request's head is PT0S");
        assertThatThrownBy(() -> new EdgeSettings(LONG, LONG, 0, 100, 100, 1))
                .hasMessageContaining("number of connections is 0 but must be from 1");
        assertThatThrownBy(() -> new EdgeSettings(LONG, LONG, 1, 100, 99, 1))
                .hasMessageContaining("largest head is 99 but must be from 100");
    }
}
