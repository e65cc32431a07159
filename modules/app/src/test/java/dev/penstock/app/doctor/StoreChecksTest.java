// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.settings.Settings;
import dev.penstock.app.settings.SettingsReader;
import dev.penstock.app.settings.SettingsSources;
import dev.penstock.state.DatabaseServer;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoreChecksTest {

    @TempDir private Path home;

    private static List<Finding> health(int status, String body) {
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .featuresDiscoverServices(false)
                        .shutdownHook(false)
                        .routing(routing ->
                                routing.get(
                                        "/health/ready",
                                        (_, response) ->
                                                response.status(Status.create(status)).send(body)))
                        .build()
                        .start();
        try {
            return StoreChecks.health(URI.create("http://127.0.0.1:" + server.port()));
        } finally {
            server.stop();
        }
    }

    @Test
    void everyPartOfTheHealthIsTold() {
        assertThat(
                        health(
                                503,
                                "{\"status\":\"DOWN\",\"checks\":{\"store\":\"DOWN\",\"accepting\":\"UP\"}}"))
                .extracting(Finding::outcome, Finding::check, Finding::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Outcome.FAIL, "health, store", "DOWN"),
                        org.assertj.core.groups.Tuple.tuple(Outcome.OK, "health, accepting", "UP"));
    }

    @Test
    void whatIsNoHealthIsNoAnswer() {
        assertThat(health(200, "<html>"))
                .singleElement()
                .extracting(Finding::outcome)
                .isEqualTo(Outcome.FAIL);
        assertThat(health(200, "{}").getFirst().value()).isEqualTo("no answer");
    }

    @Test
    void managementThatIsSilentIsNoAnswerWithinItsTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI where = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            assertThat(StoreChecks.health(where).getFirst().outcome()).isEqualTo(Outcome.FAIL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17.5, 800, OK, 'PostgreSQL 17.5, answers in 0.8 ms'",
        "14.0, 20000, OK, 'PostgreSQL 14.0, answers in 20 ms'",
        "16.1 (Debian 16.1-1), 21000, WARN, 'PostgreSQL 16.1 (Debian 16.1-1), answers in 21 ms'",
        "13.9, 800, FAIL, 'PostgreSQL 13.9, answers in 0.8 ms'"
    })
    void serverIsNewEnoughAndNear(String version, long micros, Outcome outcome, String value) {
        Finding finding =
                StoreChecks.server(
                                new DatabaseServer(
                                        version, Duration.ofNanos(micros * 1_000), Duration.ZERO))
                        .getFirst();
        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "1000, OK", "-1001, WARN", "60000, WARN", "-60001, FAIL"})
    void clockOfTheServerIsOurs(long millis, Outcome outcome) {
        Finding finding =
                StoreChecks.server(
                                new DatabaseServer(
                                        "17.5", Duration.ofMillis(1), Duration.ofMillis(millis)))
                        .getLast();
        assertThat(finding.check()).isEqualTo("database clock");
        assertThat(finding.outcome()).isEqualTo(outcome);
    }

    @Test
    void databaseThatRefusesIsTold() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Finding finding = StoreChecks.database(at(port)).getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.value()).startsWith("the database does not let this gateway in");
        assertThat(finding.advice()).startsWith("check that the server runs");
        assertThat(finding.toString()).doesNotContain("planted-canary");
    }

    private Settings at(int port) {
        return SettingsReader.read(
                new SettingsSources(
                        Map.of(),
                        Map.of(
                                "PENSTOCK_DATABASE_URL",
                                "jdbc:postgresql://127.0.0.1:" + port + "/none",
                                "PENSTOCK_DATABASE_PASSWORD",
                                "planted-canary"),
                        null,
                        home));
    }
}
