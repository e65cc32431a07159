// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admin.LiveSettings;
import dev.penstock.app.log.LogSetup;
import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.LiveValues;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import dev.penstock.proxy.DataPlaneSettings;
import dev.penstock.state.Retention;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings that change while a gateway runs.
class LiveSettingsTest {

    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);
    private static final Logger OURS = Logger.getLogger("dev.penstock");

    @TempDir private Path home;
    private Path gate;

    @BeforeEach
    void packPlugin() throws Exception {
        gate = home.resolve("gate");
        DemoPlugin.into(home.resolve("plugins"), home, gate);
    }

    @AfterEach
    void ordinaryLevel() {
        LogSetup.level(System.Logger.Level.INFO);
    }

    private Gateway start(Map<String, LiveSettings.Pin> pins) {
        return Gateway.start(
                new Settings(
                        home,
                        ANY,
                        ANY,
                        home.resolve("data"),
                        home.resolve("plugins"),
                        null,
                        "local",
                        null,
                        List.of(),
                        Secret.of(Asked.SETUP_TOKEN),
                        DataPlaneSettings.defaults(),
                        Duration.ofSeconds(30),
                        false,
                        Retention.FOREVER,
                        true,
                        Exposure.PLAIN,
                        true,
                        null,
                        new LiveValues(pins)));
    }

    private static HttpResponse<String> set(
            Gateway gateway, String owner, String name, String value) throws Exception {
        return Asked.send(
                HttpRequest.newBuilder(
                                gateway.facts().address().resolve("/admin/v1/settings/" + name))
                        .timeout(Duration.ofSeconds(20))
                        .header("authorization", "Bearer " + owner)
                        .header("content-type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"value\":\"" + value + "\"}"))
                        .build());
    }

    private static void awaitLevel(Level level) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!level.equals(OURS.getLevel()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(OURS.getLevel()).isEqualTo(level);
    }

    @Test
    void heartbeatChangesForTheNextStream() throws Exception {
        try (Gateway gateway = start(Map.of())) {
            String owner = Asked.owner(gateway);
            assertThat(set(gateway, owner, "heartbeat", "20ms").statusCode()).isEqualTo(200);

            String key = Objects.requireNonNull(gateway.facts().demoKey()).reveal();
            HttpResponse<InputStream> stream =
                    HttpClient.newHttpClient()
                            .send(
                                    Asked.chat(gateway.facts().address(), key, true),
                                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                // With the default of 15 s there would be one before the provider gives up.
                int comments = 0;
                String line = lines.readLine();
                while (line != null && comments < 3) {
                    comments += line.startsWith(":") ? 1 : 0;
                    line = lines.readLine();
                }
                assertThat(comments).isEqualTo(3);
                Files.writeString(gate, "");
            }
        }
    }

    @Test
    void logLevelChangesAtOnceAndIsThereAfterARestart() throws Exception {
        try (Gateway gateway = start(Map.of())) {
            awaitLevel(Level.INFO);

            set(gateway, Asked.owner(gateway), "log.level", "debug");

            awaitLevel(Level.FINE);
        }
        LogSetup.level(System.Logger.Level.INFO);
        try (Gateway _ = start(Map.of())) {
            awaitLevel(Level.FINE);
        }
    }

    @Test
    void valueOfTheFileStandsOverThatOfTheDatabase() throws Exception {
        try (Gateway gateway = start(Map.of())) {
            set(gateway, Asked.owner(gateway), "log.level", "debug");
            awaitLevel(Level.FINE);
        }
        try (Gateway _ =
                start(Map.of("log.level", new LiveSettings.Pin("penstock.yaml", "warning")))) {
            awaitLevel(Level.WARNING);
        }
    }
}
