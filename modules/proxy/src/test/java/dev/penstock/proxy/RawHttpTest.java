// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RawHttpTest {

    private static final Duration CLOSED = Duration.ofSeconds(2);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private record Seen(List<Integer> statuses, String last, Duration took) {}

    private static Seen send(Plane plane, RawCases.RawCase one) throws IOException {
        long start = System.nanoTime();
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (RawCaller caller = plane.caller()) {
            try {
                caller.send(one.sent());
                InputStream in = caller.socket.getInputStream();
                in.transferTo(answers);
            } catch (SocketException _) {
                // What the server would not read any more was still being sent.
            }
        }
        String text = answers.toString(StandardCharsets.UTF_8);
        List<Integer> statuses = new ArrayList<>();
        Matcher matcher = STATUS.matcher(text);
        int last = 0;
        while (matcher.find()) {
            statuses.add(Integer.parseInt(matcher.group(1)));
            last = matcher.start();
        }
        return new Seen(
                statuses, text.substring(last), Duration.ofNanos(System.nanoTime() - start));
    }

    private static void check(Plane plane, RawCases.RawCase one) throws IOException {
        Seen seen = send(plane, one);
        assertThat(seen.statuses()).as(one.name()).isEqualTo(one.statuses());
        assertThat(seen.took()).as(one.name()).isLessThan(CLOSED);
        assertThat(seen.last().toLowerCase(java.util.Locale.ROOT))
                .as(one.name())
                .contains(
                        "\r\nconnection: close\r\n", "content-type: application/json", "{\"error\"")
                .doesNotContain("exception", "helidon", "penstock.proxy")
                .hasSizeLessThan(1_024);
    }

    @Test
    void whatIsNotQuiteHttpIsAnsweredOnceAndTheConnectionEndsWithinTwoSeconds() throws Exception {
        List<RawCases.RawCase> cases = RawCases.all();
        assertThat(cases).hasSizeGreaterThan(300);
        try (Plane plane = new Plane();
                ExecutorService crowd = Executors.newFixedThreadPool(16)) {
            List<Future<?>> all = new ArrayList<>();
            for (RawCases.RawCase one : cases) {
                all.add(
                        crowd.submit(() -> {
                            check(plane, one);
                            return one;
                        }));
            }
            // Good calls beside them.
            try (RawCaller good = plane.caller()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(good.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status())
                            .isEqualTo(200);
                }
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
            // Of a refused body or head nothing reached the engine but these.
            assertThat(plane.engine.calls)
                    .allSatisfy(call ->
                            assertThat(call.raw().body()).asString().isEqualTo(Plane.PLAIN_BODY));
        }
    }

    @Test
    void oddButLawfulRequestsAreServed() throws IOException {
        String key = "Authorization: Bearer " + FakeEngine.KEY + "\r\n";
        String fields = "Host: A:80\r\n" + key;
        List<String> lawful =
                List.of(
                        "\r\nGET /ping HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET http://a/ping HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET HTTP://A:80/ping?x=1 HTTP/1.1\r\n" + fields + "\r\n",
                        "GET https://[::1]:443/ping HTTP/1.1\r\nHost: [::1]:443\r\n\r\n",
                        "GET /ping HTTP/1.1\r\nHost:a\r\nX:\r\nY: \t z \t\r\nZ: \u00e9\r\n\r\n",
                        "GET /ping HTTP/1.1\r\nhOsT: a\r\n!#$%&'*+-.^_`|~09Az: ok\r\n\r\n",
                        "POST /v1/chat/completions HTTP/1.1\r\n"
                                + fields
                                + "content-length: 000031\r\n\r\n"
                                + Plane.PLAIN_BODY,
                        "POST /v1/chat/completions HTTP/1.1\r\n"
                                + fields
                                + "TRANSFER-ENCODING: Chunked\r\n\r\n"
                                + "0001;a;b=c;d=\"e\\\"\\\\;\tf\"\r\n{\r\n1E;x=y\r\n"
                                + Plane.PLAIN_BODY.substring(1)
                                + "\r\n00;last\r\nX-Check: 1\r\nY:\r\n\r\n");
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            for (String request : lawful) {
                assertThat(caller.send(request).reply().status()).as(request).isEqualTo(200);
            }
            // Byte by byte, and all at once.
            for (String request : lawful) {
                for (int i = 0; i < request.length(); i++) {
                    caller.send(request.substring(i, i + 1));
                }
                assertThat(caller.reply().status()).as(request).isEqualTo(200);
            }
            caller.send(String.join("", lawful));
            for (String request : lawful) {
                assertThat(caller.reply().status()).as(request).isEqualTo(200);
            }
        }
    }

    @Test
    void aWholeUriIsRoutedByItsPath() throws Exception {
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            String request = RawCaller.request("POST", Plane.MESSAGES, Plane.PLAIN_BODY);
            caller.send(request.replace("POST /", "POST http://localhost/"));
            assertThat(caller.reply().header("request-id")).isNotEmpty();
            caller.send("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(caller.reply().status()).isEqualTo(404);
        }
    }

    @Test
    void aRefusalSpeaksTheDialectOfItsPath() throws IOException {
        try (Plane plane = new Plane();
                RawCaller openai = plane.caller();
                RawCaller anthropic = plane.caller()) {
            String bad = " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n";
            RawCaller.Reply first = openai.send("POST /v1/chat/completions" + bad).reply();
            assertThat(first.body()).startsWith("{\"error\"").contains("two host headers");
            RawCaller.Reply second = anthropic.send("POST /v1/messages" + bad).reply();
            assertThat(second.body()).contains("\"type\":\"error\"").contains("two host headers");
            assertThat(second.header("request-id")).isEqualTo(second.header("x-request-id"));
        }
    }

    @Test
    void aBrokenBodyIsRefusedInWordsOnOtherPathsToo() throws IOException {
        try (Plane plane = new Plane();
                RawCaller chat = plane.caller();
                RawCaller other = plane.caller()) {
            String rest = " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + FakeEngine.KEY;
            String body = "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}x";
            RawCaller.Reply first = chat.send("POST " + Plane.CHAT + rest + body).reply();
            assertThat(first.status()).isEqualTo(400);
            assertThat(first.body()).contains("a chunk does not end where its size says");
            RawCaller.Reply second = other.send("POST /other" + rest + body).reply();
            assertThat(second.status()).isEqualTo(400);
            assertThat(second.header("connection")).isEqualTo("close");
            assertThat(other.rest()).isEmpty();
        }
    }

    @Test
    void tracedMethodsAreToldWhichThereAre() throws IOException {
        try (Plane plane = new Plane();
                RawCaller caller = plane.caller()) {
            RawCaller.Reply reply = caller.send("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").reply();
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.header("allow")).contains("GET").contains("POST");
        }
    }
}
