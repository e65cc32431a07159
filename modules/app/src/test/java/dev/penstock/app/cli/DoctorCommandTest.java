// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DoctorCommandTest {

    private static final String MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String TOKEN = "pst-adm-planted-canary-0123456789";

    @TempDir private Path home;

    // Few connections: how many files this process may open is not what is tested.
    private Typed typed() {
        return new Typed(home)
                .with("HOST", "127.0.0.1")
                .with("PORT", "0")
                .with("PENSTOCK_EDGE_MAX_CONNECTIONS", "10")
                .with("PENSTOCK_MANAGEMENT_PORT", "0");
    }

    private static JsonNode finding(Typed doctor, String check) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode finding : JsonMapper.shared().readTree(doctor.out()).path("findings")) {
            if (finding.path("check").asString("").equals(check)) {
                found.add(finding);
            }
        }
        assertThat(found).as("%s in %s", check, doctor.out()).hasSize(1);
        return found.getFirst();
    }

    private static String outcome(Typed doctor, String check) {
        return finding(doctor, check).path("outcome").asString();
    }

    private static String value(Typed doctor, String check) {
        return finding(doctor, check).path("value").asString();
    }

    @Test
    void newInstallationIsWellAndIsNotChanged() throws IOException {
        Typed doctor = typed().run("doctor");

        assertThat(doctor.code()).as(doctor.out()).isZero();
        assertThat(doctor.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(200))
                .last()
                .asString()
                .matches("0 failed, \\d warnings?, \\d+ ok");
        assertThat(doctor.out()).contains("none runs on this data folder").doesNotContain("\u001b");
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void gatewayThatRunsIsAskedForItsHealth() throws Exception {
        int management;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            management = free.getLocalPort();
        }
        String port = Integer.toString(management);
        AtomicReference<Typed> beside = new AtomicReference<>();

        Typed serve =
                typed().with("PENSTOCK_MANAGEMENT_PORT", port)
                        .whileServing(_ ->
                                beside.set(
                                        typed().with("PENSTOCK_MANAGEMENT_PORT", port)
                                                .run("doctor", "--json")))
                        .run("serve");

        assertThat(serve.code()).as(serve.err()).isZero();
        Typed doctor = beside.get();
        assertThat(doctor.code()).as(doctor.out()).isZero();
        assertThat(value(doctor, "gateway")).isEqualTo("runs on this data folder");
        assertThat(value(doctor, "health, store")).isEqualTo("UP");
        assertThat(value(doctor, "health, accepting")).isEqualTo("UP");
        assertThat(value(doctor, "store")).isEqualTo("open in the gateway");
        assertThat(value(doctor, "management.port")).endsWith("in use");
    }

    @Test
    void everyMistakeOfTheSettingsIsAFinding() throws Exception {
        Files.writeString(home.resolve("penstock.yaml"), "prot: 1\ndemo: perhaps\n");

        Typed doctor = typed().run("doctor", "--json");

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.out())
                .contains("'prot' in penstock.yaml is not known", "demo is 'perhaps'")
                .contains("\"fail\" : 2");
        assertThat(outcome(doctor, "java")).isEqualTo("ok");
    }

    @Test
    void wrongMasterKeyAndBrokenPluginAreFindings() throws Exception {
        typed().run("serve");
        Files.createDirectory(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/text.jar"), "I am text");

        Typed doctor = typed().with("PENSTOCK_MASTER_KEY", MASTER_KEY).run("doctor", "--json");

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(outcome(doctor, "store")).isEqualTo("fail");
        assertThat(value(doctor, "store")).startsWith("the master key is not the one");
        assertThat(outcome(doctor, "plugin")).isEqualTo("fail");
        assertThat(value(doctor, "plugin")).startsWith("text.jar is not used: ");
        assertThat(outcome(doctor, "data folder")).isEqualTo("ok");
        assertThat(doctor.out()).doesNotContain(MASTER_KEY);
    }

    @Test
    void homeThatIsMissingIsOneSentence() {
        Typed doctor = new Typed(home.resolve("nowhere")).run("doctor");

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.err()).contains("but there is no such folder").hasLineCount(1);
    }

    @Test
    void databaseThatHangsDoesNotHoldItUpAndNoSecretIsTold() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> acceptAndSayNothing(silent));
            long start = System.nanoTime();

            Typed doctor =
                    typed().with("PENSTOCK_MASTER_KEY", MASTER_KEY)
                            .with("PENSTOCK_SETUP_TOKEN", "planted-canary-of-setup")
                            .with("PENSTOCK_DATABASE_PASSWORD", "planted-canary-of-database")
                            .with(
                                    "PENSTOCK_DATABASE_URL",
                                    "jdbc:postgresql://127.0.0.1:"
                                            + silent.getLocalPort()
                                            + "/none")
                            .with("PENSTOCK_TOKEN", TOKEN)
                            .with("PENSTOCK_URL", "http://127.0.0.1:" + silent.getLocalPort())
                            .run("doctor", "--json");

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(30));
            assertThat(doctor.code()).isEqualTo(1);
            assertThat(outcome(doctor, "database")).isEqualTo("fail");
            assertThat(outcome(doctor, "store")).isEqualTo("fail");
            assertThat(outcome(doctor, "providers")).isEqualTo("fail");
            assertThat(outcome(doctor, "java")).isEqualTo("ok");
            assertThat(doctor.out() + doctor.err())
                    .doesNotContain("planted-canary")
                    .doesNotContain(MASTER_KEY);
        }
    }

    private static void acceptAndSayNothing(ServerSocket silent) {
        List<Socket> held = new ArrayList<>();
        try {
            while (true) {
                held.add(silent.accept());
            }
        } catch (IOException _) {
            // Closed.
        } finally {
            held.forEach(DoctorCommandTest::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Gone already.
        }
    }

    @Test
    void providersAreTriedWithAToken() {
        String answer =
                "{\"data\":[{\"id\":\"1\",\"uid\":\"one\"},{\"id\":\"2\",\"uid\":\"two\"}],"
                        + "\"models\":[\"a\",\"b\"]}";
        try (AdminServer gateway = new AdminServer(200, answer)) {
            Typed doctor =
                    typed().run("doctor", "--json", "--url", gateway.url(), "--token", TOKEN);

            assertThat(doctor.code()).as(doctor.out()).isZero();
            assertThat(value(doctor, "provider one")).startsWith("2 models in ");
            assertThat(value(doctor, "provider two")).startsWith("2 models in ");
            assertThat(gateway.asked())
                    .extracting(AdminServer.Asked::line)
                    .containsExactlyInAnyOrder(
                            "GET /admin/v1/providers",
                            "POST /admin/v1/providers/1/probe",
                            "POST /admin/v1/providers/2/probe");
            assertThat(doctor.out()).doesNotContain("planted-canary");
        }
    }

    @Test
    void refusedTokenIsAFinding() {
        try (AdminServer gateway =
                new AdminServer(401, "{\"detail\":\"the token is not known\"}")) {
            Typed doctor =
                    typed().run("doctor", "--json", "--url", gateway.url(), "--token", TOKEN);

            assertThat(doctor.code()).isEqualTo(1);
            assertThat(value(doctor, "providers")).isEqualTo("the token is not known");
        }
    }
}
