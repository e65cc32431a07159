// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.app.plugins.Plugins;
import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import dev.penstock.state.Retention;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole gateway in this process, with a demo plugin whose answers wait for a file.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GatewayTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);

    @TempDir private Path home;
    private Path gate;

    @BeforeEach
    void packPlugin() throws Exception {
        gate = home.resolve("gate");
        DemoPlugin.into(home.resolve("plugins"), home, gate);
    }

    private Settings settings(Duration grace, boolean demo) {
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
                Duration.ofSeconds(15),
                grace,
                false,
                Retention.FOREVER,
                1 << 20,
                true,
                Exposure.PLAIN,
                demo);
    }

    private Gateway start() {
        return Gateway.start(settings(MINUTE, true));
    }

    private static String key(Gateway gateway) {
        return Objects.requireNonNull(gateway.facts().demoKey()).reveal();
    }

    private void openGate() {
        try {
            Files.writeString(gate, "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BufferedReader stream(Gateway gateway) throws Exception {
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient()
                        .send(
                                Asked.chat(gateway.facts().address(), key(gateway), true),
                                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static void readUntil(BufferedReader stream, String words) throws IOException {
        String line = stream.readLine();
        while (line != null && !line.contains(words)) {
            line = stream.readLine();
        }
        assertThat(line).as("a line with %s", words).isNotNull();
    }

    private static String owner(URI address) throws Exception {
        HttpResponse<String> setup =
                Asked.post(
                        address.resolve("/admin/v1/setup"),
                        """
                        {"token":"a-token-of-some-length","email":"owner@example.org",
                         "password":"correct horse battery staple","organisation":"Works"}
                        """);
        assertThat(setup.statusCode()).as(setup.body()).isEqualTo(201);
        return setup.body().replaceAll("(?s).*(pst-adm-[A-Za-z0-9_-]+).*", "$1");
    }

    @Test
    void demoAnswersAndTheCallIsInTheUsageWithItsCost() throws Exception {
        openGate();
        try (Gateway gateway = start()) {
            URI address = gateway.facts().address();
            assertThat(Asked.get(address.resolve("/ping")).statusCode()).isEqualTo(200);
            String stream = Asked.send(Asked.chat(address, key(gateway), true)).body();
            assertThat(stream).contains("\"content\":\"a\"", "\"content\":\"b\"", "[DONE]");

            String bearer = "Bearer " + owner(address);
            URI usage = address.resolve("/admin/v1/usage");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            String report = Asked.get(usage, "authorization", bearer).body();
            while (!report.contains("\"calls\":1") && System.nanoTime() < end) {
                report = Asked.get(usage, "authorization", bearer).body();
            }
            assertThat(report)
                    .contains("\"calls\":1", "\"input_tokens\":3000", "\"output_tokens\":2000")
                    .contains("\"cost_usd\":\"0.007\"", "\"unpriced\":0");
        }
    }

    @Test
    void demoKeyIsToldOnceAndWorksAfterARestart() throws Exception {
        openGate();
        String key;
        try (Gateway first = start()) {
            key = key(first);
            assertThat(first.facts().opening().first()).isTrue();
        }
        try (Gateway second = start()) {
            assertThat(second.facts().demoKey()).isNull();
            assertThat(second.facts().opening().first()).isFalse();
            assertThat(Asked.send(Asked.chat(second.facts().address(), key, false)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void demoKeyIsForTheDemoAlone() throws Exception {
        openGate();
        try (Gateway gateway = start()) {
            String models =
                    Asked.get(
                                    gateway.facts().address().resolve("/v1/models"),
                                    "authorization",
                                    "Bearer " + key(gateway))
                            .body();

            assertThat(models).contains("\"demo/echo\"");
        }
    }

    @Test
    void demoIsLeftOutWhenItIsSwitchedOffOrItsPluginIsMissing() throws Exception {
        try (Gateway off = Gateway.start(settings(MINUTE, false))) {
            assertThat(off.facts().demoKey()).isNull();
        }
        Files.delete(home.resolve("plugins/demo.jar"));
        try (Gateway without = start()) {
            assertThat(without.facts().demoKey()).isNull();
        }
    }

    @Test
    void takenPortIsFoundBeforeAnythingIsMade() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
            Settings blocked = withManagementPort(taken.getLocalPort());
            assertThatThrownBy(() -> Gateway.start(blocked))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("choose another management.port");
        }
        assertThat(home.resolve("data")).doesNotExist();
        try (Gateway gateway = start()) {
            assertThat(gateway.facts().demoKey()).isNotNull();
        }
    }

    private Settings withManagementPort(int port) {
        Settings s = settings(MINUTE, true);
        return new Settings(
                s.home(),
                s.main(),
                new ListenAddress("127.0.0.1", port),
                s.data(),
                s.plugins(),
                s.database(),
                s.replica(),
                s.masterKey(),
                s.previousMasterKeys(),
                s.setupToken(),
                s.heartbeat(),
                s.shutdownGrace(),
                s.syncJournal(),
                s.retention(),
                s.maxBody(),
                s.privateAddresses(),
                s.exposure(),
                s.demo());
    }

    @Test
    void setupLinkIsToldUntilThereIsAnOwner() throws Exception {
        try (Gateway gateway = start()) {
            assertThat(gateway.facts().setup())
                    .as("a configured token is not repeated")
                    .isEqualTo(gateway.facts().address().resolve("/setup"));
            owner(gateway.facts().address());
        }
        try (Gateway gateway = start()) {
            assertThat(gateway.facts().setup()).isNull();
        }
    }

    @Test
    void healthIsToldOnItsOwnListenerOnly() throws Exception {
        try (Gateway gateway = start()) {
            URI management = gateway.facts().management();

            assertThat(Asked.get(management.resolve("/health/live")).statusCode()).isEqualTo(200);
            assertThat(Asked.get(management.resolve("/health/ready")).body())
                    .isEqualTo(
                            "{\"status\":\"UP\",\"checks\":{\"store\":\"UP\",\"accepting\":\"UP\"}}");
            assertThat(Asked.get(management.resolve("/health")).statusCode()).isEqualTo(200);
            assertThat(Asked.get(gateway.facts().address().resolve("/health")).statusCode())
                    .isEqualTo(404);
            assertThat(Asked.get(management.resolve("/v1/models")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void streamThatRunsIsNotCutWithinTheGrace() throws Exception {
        Gateway gateway = start();
        URI ready = gateway.facts().management().resolve("/health/ready");
        try (BufferedReader stream = stream(gateway)) {
            readUntil(stream, "\"content\":\"a\"");
            Thread closing = Thread.ofPlatform().start(gateway::close);
            awaitRefusal(gateway.facts().address());

            HttpResponse<String> health = Asked.get(ready);
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("\"accepting\":\"DOWN\"");
            assertThat(Asked.get(ready.resolve("/health/live")).statusCode()).isEqualTo(200);
            openGate();
            readUntil(stream, "\"content\":\"b\"");
            readUntil(stream, "[DONE]");
            assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    private static void awaitRefusal(URI address) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try (HttpClient fresh = HttpClient.newHttpClient()) {
                fresh.send(
                        HttpRequest.newBuilder(address.resolve("/ping")).build(),
                        HttpResponse.BodyHandlers.discarding());
            } catch (ConnectException _) {
                return;
            } catch (IOException _) {
                // Accepted and cut: the listener is about to go.
            }
        }
        throw new AssertionError("new connections are still taken");
    }

    @Test
    void streamThatOutlivesTheGraceEndsWithAnErrorEvent() throws Exception {
        Gateway gateway = Gateway.start(settings(Duration.ofMillis(200), true));
        try (BufferedReader stream = stream(gateway)) {
            readUntil(stream, "\"content\":\"a\"");
            long begun = System.nanoTime();
            Thread closing = Thread.ofPlatform().start(gateway::close);

            readUntil(stream, "\"error\"");
            assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void idleConnectionDoesNotHoldTheStopUp() throws Exception {
        openGate();
        Gateway gateway = start();
        Asked.get(gateway.facts().address().resolve("/ping"));
        long begun = System.nanoTime();

        gateway.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void brokenPluginDoesNotHinderTheStart() throws Exception {
        Files.writeString(home.resolve("plugins/text.jar"), "I am text");

        try (Gateway gateway = start()) {
            assertThat(gateway.facts().plugins().refused())
                    .extracting(Plugins.Refused::jar)
                    .isEqualTo(List.of("text.jar"));
            assertThat(gateway.facts().plugins().loaded()).hasSize(1);
        }
    }
}
