// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.settings.SettingsReader;
import dev.penstock.app.settings.SettingsSources;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every limit of the edge as a person sets it, seen by a caller.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EdgeSettingsTest {

    private static final String PING = "GET /ping HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration SLACK = Duration.ofSeconds(4);

    @TempDir private Path home;

    private Gateway start(String... pairs) {
        Map<String, String> typed = new HashMap<>();
        typed.put("host", "127.0.0.1");
        typed.put("port", "0");
        typed.put("management.port", "0");
        typed.put("shutdown_grace", "0s");
        typed.put("setup_token", Asked.SETUP_TOKEN);
        for (int i = 0; i < pairs.length; i += 2) {
            typed.put(pairs[i], pairs[i + 1]);
        }
        return Gateway.start(SettingsReader.read(new SettingsSources(typed, Map.of(), null, home)));
    }

    private static RawConnection connect(Gateway gateway) throws Exception {
        return new RawConnection(gateway.facts().address());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void packDemo() throws Exception {
        Path gate = Files.writeString(home.resolve("gate"), "");
        DemoPlugin.into(home.resolve("plugins"), home, gate);
    }

    private static String key(Gateway gateway) {
        return Objects.requireNonNull(gateway.facts().demoKey()).reveal();
    }

    private static String chat(Gateway gateway, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + key(gateway)
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static String flood(boolean stream) {
        return "{\"model\":\"demo/flood\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    }

    @Test
    void headDeadlineCutsASlowHead() throws Exception {
        try (Gateway gateway = start("edge.head_deadline", "1s");
                RawConnection caller = connect(gateway)) {
            long start = System.nanoTime();
            assertThat(caller.send("GET /pi").head()).startsWith("HTTP/1.1 408 ");
            assertThat(caller.rest()).isZero();
            assertThat(since(start)).isBetween(Duration.ofMillis(950), SLACK);
        }
    }

    @Test
    void keepAliveEndsARest() throws Exception {
        try (Gateway gateway = start("edge.keep_alive", "1s");
                RawConnection caller = connect(gateway)) {
            assertThat(caller.send(PING).head()).startsWith("HTTP/1.1 200 ");
            long start = System.nanoTime();
            assertThat(caller.rest()).isZero();
            assertThat(since(start)).isBetween(Duration.ofMillis(900), SLACK);
        }
    }

    @Test
    void maxConnectionsRefusesTheNext() throws Exception {
        try (Gateway gateway = start("edge.max_connections", "2");
                RawConnection first = connect(gateway);
                RawConnection second = connect(gateway)) {
            assertThat(first.send(PING).head()).startsWith("HTTP/1.1 200 ");
            assertThat(second.send(PING).head()).startsWith("HTTP/1.1 200 ");
            try (RawConnection third = connect(gateway)) {
                assertThat(third.head())
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("\r\nretry-after: 1\r\n");
                assertThat(third.rest()).isZero();
            }
            assertThat(first.send(PING).head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void headsAreBoundedInLineBytesAndFields() throws Exception {
        try (Gateway gateway =
                start(
                        "edge.max_request_line",
                        "1KiB",
                        "edge.max_head",
                        "2KiB",
                        "edge.max_fields",
                        "10")) {
            String plain = " HTTP/1.1\r\nHost: a\r\n";
            assertThat(status(gateway, "GET /ping?" + "x".repeat(1_000) + plain)).isEqualTo(200);
            assertThat(status(gateway, "GET /ping?" + "x".repeat(1_100) + plain)).isEqualTo(414);
            String small = "GET /ping" + plain + "X: " + "x".repeat(1_900) + "\r\n";
            assertThat(status(gateway, small)).isEqualTo(200);
            String large = "GET /ping" + plain + "X: " + "x".repeat(2_100) + "\r\n";
            assertThat(status(gateway, large)).isEqualTo(431);
            assertThat(status(gateway, "GET /ping" + plain + "X: y\r\n".repeat(9))).isEqualTo(200);
            assertThat(status(gateway, "GET /ping" + plain + "X: y\r\n".repeat(10))).isEqualTo(431);
        }
    }

    private static int status(Gateway gateway, String head) throws Exception {
        try (RawConnection caller = connect(gateway)) {
            return Integer.parseInt(caller.send(head + "\r\n").head().substring(9, 12));
        }
    }

    @Test
    void bodyDeadlineCutsASlowBody() throws Exception {
        packDemo();
        try (Gateway gateway = start("edge.body_deadline", "1s");
                RawConnection caller = connect(gateway)) {
            String call = chat(gateway, flood(false));
            long start = System.nanoTime();
            caller.send(call.substring(0, call.length() - 5));
            assertThat(caller.head()).startsWith("HTTP/1.1 408 ");
            assertThat(since(start)).isBetween(Duration.ofMillis(950), SLACK);
        }
    }

    @Test
    void writeDeadlineCutsACallerThatDoesNotRead() throws Exception {
        packDemo();
        try (Gateway gateway = start("edge.write_deadline", "500ms");
                RawConnection caller = connect(gateway)) {
            caller.send(chat(gateway, flood(true))).head();
            awaitClosedCall(gateway);
            // The answer ends early: the connection was closed under the write.
            assertThat(caller.rest()).isLessThan(16L << 20);
        }
    }

    private static void awaitClosedCall(Gateway gateway) throws Exception {
        String bearer = "Bearer " + Asked.owner(gateway);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String calls = "";
        while (!calls.contains("\"settled\"") && System.nanoTime() < end) {
            calls =
                    Asked.get(
                                    gateway.facts().address().resolve("/admin/v1/calls"),
                                    "authorization",
                                    bearer)
                            .body();
        }
        assertThat(calls).contains("\"settled\"");
    }

    @Test
    void bodiesInFlightAreBoundedAndTheNextIsToldToComeBack() throws Exception {
        packDemo();
        try (Gateway gateway =
                start(
                        "max_body",
                        "1MiB",
                        "edge.max_in_flight",
                        "1MiB",
                        "edge.admission_wait",
                        "300ms")) {
            try (RawConnection holding = connect(gateway)) {
                String head =
                        "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                + key(gateway)
                                + "\r\nContent-Length: 1048576\r\n\r\n";
                holding.send(head + "{");
                HttpResponse<String> refused = awaitRefusal(gateway);
                assertThat(refused.headers().firstValue("retry-after")).contains("1");
                assertThat(refused.body()).contains("holds as many request bytes as it may");
            }
            assertThat(awaitStatus(gateway, 200)).isEqualTo(200);
        }
    }

    // The body that holds the room may still be on its way.
    private static HttpResponse<String> awaitRefusal(Gateway gateway) throws Exception {
        assertThat(awaitStatus(gateway, 503)).isEqualTo(503);
        long start = System.nanoTime();
        HttpResponse<String> refused =
                Asked.send(Asked.chat(gateway.facts().address(), key(gateway), false));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(since(start)).isBetween(Duration.ofMillis(280), Duration.ofSeconds(3));
        return refused;
    }

    private static int awaitStatus(Gateway gateway, int wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int status;
        do {
            status =
                    Asked.send(Asked.chat(gateway.facts().address(), key(gateway), false))
                            .statusCode();
        } while (status != wanted && System.nanoTime() < end);
        return status;
    }

    @Test
    void aPlainAnswerThatIsTooLargeIsNotPassedOn() throws Exception {
        packDemo();
        try (Gateway gateway = start("edge.max_plain_answer", "1MiB");
                RawConnection caller = connect(gateway)) {
            assertThat(caller.send(chat(gateway, flood(false))).head()).startsWith("HTTP/1.1 502 ");
            assertThat(awaitStatus(gateway, 200)).isEqualTo(200);
        }
    }
}
