// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import dev.penstock.proxy.DataPlaneSettings;
import dev.penstock.state.Retention;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The master key is changed while calls to a provider with a credential run.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RekeyUnderLoadTest {

    private static final String CREDENTIAL = "sk-upstream-of-the-test";
    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);
    private static final int CALLERS = 4;
    private static final int CHANGES = 5;

    @TempDir private Path home;

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /// A provider that answers who knows its credential.
    private static WebServer provider() {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .featuresDiscoverServices(false)
                .shutdownHook(false)
                .routing(routing ->
                        routing.any((request, response) -> {
                            boolean known =
                                    request.headers()
                                            .first(HeaderNames.AUTHORIZATION)
                                            .filter(("Bearer " + CREDENTIAL)::equals)
                                            .isPresent();
                            request.content().consume();
                            response.status(known ? Status.OK_200 : Status.UNAUTHORIZED_401);
                            response.header(HeaderNames.CONTENT_TYPE, "application/json");
                            response.send(
                                    """
                                    {"id":"c1","object":"chat.completion","created":1,"model":"m",
                                     "choices":[{"index":0,"finish_reason":"stop",
                                     "message":{"role":"assistant","content":"yes"}}],
                                     "usage":{"prompt_tokens":3,"completion_tokens":1,
                                     "total_tokens":4}}
                                    """);
                        }))
                .build()
                .start();
    }

    private Settings settings() {
        return new Settings(
                home,
                ANY,
                ANY,
                home.resolve("data"),
                home.resolve("plugins"),
                null,
                "local",
                null,
                List.of(),
                Secret.of("a-token-of-some-length"),
                DataPlaneSettings.defaults(),
                Duration.ofSeconds(10),
                false,
                Retention.FOREVER,
                true,
                Exposure.PLAIN,
                false);
    }

    private static String token(String json, String prefix) {
        return json.replaceAll("(?s).*(" + prefix + "[A-Za-z0-9_-]+).*", "$1");
    }

    private static String owner(URI address) throws Exception {
        return token(
                Asked.post(
                                address.resolve("/admin/v1/setup"),
                                """
                                {"token":"a-token-of-some-length","email":"owner@example.org",
                                 "password":"correct horse battery staple","organisation":"Works"}
                                """)
                        .body(),
                "pst-adm-");
    }

    private static String made(URI address, String path, String body, String owner)
            throws Exception {
        HttpResponse<String> made =
                Asked.post(
                        address.resolve("/admin/v1" + path),
                        body,
                        "authorization",
                        "Bearer " + owner);
        assertThat(made.statusCode()).as(made.body()).isBetween(200, 201);
        return made.body();
    }

    private void call(URI address, String key) {
        while (!over.get()) {
            try {
                HttpResponse<String> answer =
                        Asked.post(
                                address.resolve("/v1/chat/completions"),
                                "{\"model\":\"up/m\",\"messages\":[{\"role\":\"user\","
                                        + "\"content\":\"well?\"}]}",
                                "authorization",
                                "Bearer " + key);
                if (answer.statusCode() == 200 && answer.body().contains("\"yes\"")) {
                    answered.incrementAndGet();
                } else {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            } catch (Exception e) {
                failures.add(String.valueOf(e));
            }
        }
    }

    @Test
    void callsGoOnWhileTheMasterKeyIsChangedAndAfterARestart() throws Exception {
        WebServer provider = provider();
        String key;
        try (Gateway gateway = Gateway.start(settings())) {
            URI address = gateway.facts().address();
            String owner = owner(address);
            made(
                    address,
                    "/providers",
                    "{\"uid\":\"up\",\"type\":\"openai_chat\",\"base_url\":\"http://127.0.0.1:"
                            + provider.port()
                            + "/v1\",\"api_key\":\""
                            + CREDENTIAL
                            + "\"}",
                    owner);
            key =
                    token(
                            made(address, "/keys", "{\"name\":\"a\",\"models\":[\"*\"]}", owner),
                            "sk-pst-");
            String issued = Objects.requireNonNull(key);
            List<Thread> callers =
                    java.util.stream.IntStream.range(0, CALLERS)
                            .mapToObj(_ -> Thread.startVirtualThread(() -> call(address, issued)))
                            .toList();
            String before = masterKey();
            for (int change = 1; change <= CHANGES; change++) {
                int seen = answered.get();
                assertThat(made(address, "/rekey", "{}", owner))
                        .contains("\"sealed\":3", "\"remaining\":0", "\"made\":true");
                awaitAnswers(seen + 2 * CALLERS);
            }
            over.set(true);
            for (Thread caller : callers) {
                assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
            }
            assertThat(masterKey()).isNotEqualTo(before);
        }
        assertThat(failures).isEmpty();
        try (Gateway again = Gateway.start(settings())) {
            over.set(false);
            Thread caller = Thread.startVirtualThread(() -> call(again.facts().address(), key));
            awaitAnswers(answered.get() + 1);
            over.set(true);
            assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
        } finally {
            provider.stop();
        }
        assertThat(failures).isEmpty();
    }

    private String masterKey() throws Exception {
        return Files.readString(home.resolve("data/master.key"));
    }

    private void awaitAnswers(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (answered.get() < count && failures.isEmpty()) {
            assertThat(System.nanoTime()).as("%s answers in time", count).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
