// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.admin.LiveSettings;
import dev.penstock.inference.Secret;
import dev.penstock.proxy.DataPlaneSettings;
import dev.penstock.proxy.EdgeSettings;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsReaderTest {

    private static final String MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String OTHER_KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=";

    /// A value of every setting that is not its default, as text and as it must be read.
    private static final Map<Key, String> GIVEN =
            Map.ofEntries(
                    Map.entry(Key.HOST, "127.0.0.9"),
                    Map.entry(Key.PORT, "9001"),
                    Map.entry(Key.MANAGEMENT_HOST, "0.0.0.0"),
                    Map.entry(Key.MANAGEMENT_PORT, "9002"),
                    Map.entry(Key.DATA, "/var/lib/penstock"),
                    Map.entry(Key.PLUGINS, "jars"),
                    Map.entry(Key.DATABASE_URL, "jdbc:postgresql://db:5432/penstock"),
                    Map.entry(Key.DATABASE_USER, "gateway"),
                    Map.entry(Key.DATABASE_PASSWORD, "a-password"),
                    Map.entry(Key.REPLICA, "east-1"),
                    Map.entry(Key.MASTER_KEY, MASTER_KEY),
                    Map.entry(Key.PREVIOUS_MASTER_KEYS, OTHER_KEY + ", " + MASTER_KEY),
                    Map.entry(Key.SETUP_TOKEN, "a-token-of-some-length"),
                    Map.entry(Key.LOG_LEVEL, "debug"),
                    Map.entry(Key.HEARTBEAT, "200ms"),
                    Map.entry(Key.SHUTDOWN_GRACE, "PT1M"),
                    Map.entry(Key.LEDGER_SYNC, "batch"),
                    Map.entry(Key.RETENTION_LEDGER, "8760h"),
                    Map.entry(Key.RETENTION_HOURS, "2160h"),
                    Map.entry(Key.RETENTION_AUDIT, "PT100H"),
                    Map.entry(Key.MAX_BODY, "2MiB"),
                    Map.entry(Key.HEAD_DEADLINE, "3s"),
                    Map.entry(Key.BODY_DEADLINE, "4s"),
                    Map.entry(Key.WRITE_DEADLINE, "5s"),
                    Map.entry(Key.KEEP_ALIVE, "6s"),
                    Map.entry(Key.MAX_CONNECTIONS, "7"),
                    Map.entry(Key.MAX_REQUEST_LINE, "4KiB"),
                    Map.entry(Key.MAX_HEAD, "16KiB"),
                    Map.entry(Key.MAX_FIELDS, "50"),
                    Map.entry(Key.MAX_IN_FLIGHT, "8MiB"),
                    Map.entry(Key.ADMISSION_WAIT, "250ms"),
                    Map.entry(Key.MAX_PLAIN_ANSWER, "1MiB"),
                    Map.entry(Key.TLS_CERTIFICATE, "tls/chain.pem"),
                    Map.entry(Key.TLS_PRIVATE_KEY, "/run/key.pem"),
                    Map.entry(Key.TRUSTED_PROXIES, "10.0.0.0/8, fd00::1"),
                    Map.entry(Key.CORS_ORIGINS, "https://app.example.com,http://localhost:5173"),
                    Map.entry(Key.PRIVATE_ADDRESSES, "false"),
                    Map.entry(Key.DEMO, "no"),
                    Map.entry(Key.BOOTSTRAP, "conf/gateway.yaml"));

    @TempDir private Path home;

    private Settings expected(Function<Key, String> origin) {
        return new Settings(
                home,
                new ListenAddress("127.0.0.9", 9001),
                new ListenAddress("0.0.0.0", 9002),
                Path.of("/var/lib/penstock"),
                home.resolve("jars"),
                new DatabaseSettings(
                        "jdbc:postgresql://db:5432/penstock", "gateway", Secret.of("a-password")),
                "east-1",
                Secret.of(MASTER_KEY),
                List.of(Secret.of(OTHER_KEY), Secret.of(MASTER_KEY)),
                Secret.of("a-token-of-some-length"),
                new DataPlaneSettings(
                        Duration.ofMillis(200),
                        2 << 20,
                        8 << 20,
                        Duration.ofMillis(250),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        1 << 20,
                        new EdgeSettings(
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(6),
                                7,
                                4 << 10,
                                16 << 10,
                                50)),
                Duration.ofMinutes(1),
                true,
                new Retention(Duration.ofDays(365), Duration.ofDays(90), Duration.ofHours(100)),
                false,
                new Exposure(
                        new Exposure.TlsFiles(
                                home.resolve("tls/chain.pem"), Path.of("/run/key.pem")),
                        List.of(Network.of("10.0.0.0/8"), Network.of("fd00::1")),
                        List.of("https://app.example.com", "http://localhost:5173")),
                false,
                home.resolve("conf/gateway.yaml"),
                pinned(origin));
    }

    private static LiveValues pinned(Function<Key, String> origin) {
        Map<String, LiveSettings.Pin> pins = new HashMap<>();
        GIVEN.forEach((key, value) -> {
            if (LiveValues.has(key)) {
                pins.put(key.fileName(), new LiveSettings.Pin(origin.apply(key), value));
            }
        });
        return new LiveValues(pins);
    }

    private void write(String yaml) throws IOException {
        Files.writeString(home.resolve("penstock.yaml"), yaml);
    }

    private Settings read(Map<String, String> environment) {
        return SettingsReader.read(new SettingsSources(Map.of(), environment, null, home));
    }

    private Settings read(Path file) {
        return SettingsReader.read(new SettingsSources(Map.of(), Map.of(), file, home));
    }

    private List<String> mistakes(Map<String, String> environment) {
        return catchThrowableOfType(SettingsException.class, () -> read(environment)).mistakes();
    }

    @Test
    void defaultsStandWhereNothingIsGiven() {
        assertThat(read(Map.of()))
                .isEqualTo(
                        new Settings(
                                home,
                                new ListenAddress("0.0.0.0", 8000),
                                new ListenAddress("127.0.0.1", 8001),
                                home.resolve("data"),
                                home.resolve("plugins"),
                                null,
                                "local",
                                null,
                                List.of(),
                                null,
                                DataPlaneSettings.defaults(),
                                Duration.ofSeconds(30),
                                false,
                                Retention.FOREVER,
                                true,
                                Exposure.PLAIN,
                                true));
    }

    @Test
    void everyKeyIsReadFromTheEnvironment() {
        Map<String, String> environment = new HashMap<>();
        GIVEN.forEach((key, value) -> environment.put(key.variable(), value));

        assertThat(environment).hasSize(Key.values().length);
        assertThat(read(environment))
                .isEqualTo(expected(key -> "environment variable " + key.variable()));
    }

    @Test
    void everyKeyIsReadFromTheFile() throws Exception {
        write(
                """
                host: 127.0.0.9
                port: 9001
                management:
                  host: 0.0.0.0
                  port: 9002
                data: /var/lib/penstock
                plugins: jars
                database:
                  url: jdbc:postgresql://db:5432/penstock
                  user: gateway
                  password: a-password
                replica: east-1
                master_key: %s
                previous_master_keys: [%s, %s]
                setup_token: a-token-of-some-length
                log:
                  level: debug
                heartbeat: 200ms
                shutdown_grace: PT1M
                ledger:
                  sync: batch
                retention:
                  ledger: 8760h
                  hours: 2160h
                  audit: PT100H
                max_body: 2MiB
                edge:
                  head_deadline: 3s
                  body_deadline: 4s
                  write_deadline: 5s
                  keep_alive: 6s
                  max_connections: 7
                  max_request_line: 4KiB
                  max_head: 16KiB
                  max_fields: 50
                  max_in_flight: 8MiB
                  admission_wait: 250ms
                  max_plain_answer: 1MiB
                upstream:
                  private_addresses: false
                tls:
                  certificate: tls/chain.pem
                  private_key: /run/key.pem
                trusted_proxies:
                  - 10.0.0.0/8
                  - fd00::1
                cors:
                  origins: ["https://app.example.com", "http://localhost:5173"]
                demo: no
                bootstrap: conf/gateway.yaml
                """
                        .formatted(MASTER_KEY, OTHER_KEY, MASTER_KEY));

        assertThat(read(Map.of())).isEqualTo(expected(_ -> "penstock.yaml"));
    }

    @Test
    void dottedNamesInTheFileAreTheSameAsNestedOnes() throws Exception {
        write("management.port: 9002\n");

        assertThat(read(Map.of()).management().port()).isEqualTo(9002);
    }

    @Test
    void environmentOverridesFile() throws Exception {
        write("port: 9001\nmaster_key: " + OTHER_KEY + "\ndata: elsewhere\n");

        Settings settings = read(Map.of("PORT", "9100", "PENSTOCK_MASTER_KEY", MASTER_KEY));

        assertThat(settings.main().port()).isEqualTo(9100);
        assertThat(settings.masterKey()).isEqualTo(Secret.of(MASTER_KEY));
        assertThat(settings.data()).isEqualTo(home.resolve("elsewhere"));
    }

    @Test
    void whatIsTypedOverridesEnvironmentAndFile() throws Exception {
        write("port: 9001\n");

        Settings settings =
                SettingsReader.read(
                        new SettingsSources(
                                Map.of("port", "9200", "management.port", "9201"),
                                Map.of("PORT", "9100"),
                                null,
                                home));

        assertThat(settings.main().port()).isEqualTo(9200);
        assertThat(settings.management().port()).isEqualTo(9201);
    }

    @Test
    void unknownNameThatIsTypedIsAMistake() {
        SettingsSources sources = new SettingsSources(Map.of("prot", "1"), Map.of(), null, home);

        assertThatThrownBy(() -> SettingsReader.read(sources))
                .isInstanceOf(SettingsException.class)
                .hasMessage("'prot' in --set is not known; did you mean 'port'?");
    }

    @Test
    void everySettingIsInTheReference() throws Exception {
        String reference =
                Files.readString(
                        Path.of(
                                System.getProperty("penstock.root"),
                                "docs/reference/configuration.md"));

        assertThat(Key.values())
                .allSatisfy(key ->
                        assertThat(reference)
                                .contains("| `" + key.fileName() + "` |")
                                .contains("`" + key.variable() + "`"));
    }

    @Test
    void hostAndPortAreReadUnderTheirPlainNamesToo() {
        Settings settings = read(Map.of("HOST", "localhost", "PORT", "0"));

        assertThat(settings.main()).isEqualTo(new ListenAddress("localhost", 0));
    }

    @Test
    void ownNameOverridesThePlainOne() {
        assertThat(read(Map.of("PORT", "1", "PENSTOCK_PORT", "9100")).main().port())
                .isEqualTo(9100);
    }

    @Test
    void serviceLinkOfKubernetesIsNoPort() {
        Map<String, String> environment =
                Map.of(
                        "PENSTOCK_PORT", "tcp://10.0.0.7:8000",
                        "PENSTOCK_PORT_8000_TCP_ADDR", "10.0.0.7",
                        "PENSTOCK_SERVICE_HOST", "10.0.0.7");

        assertThat(read(environment).main().port()).isEqualTo(8000);
    }

    @Test
    void namedFileIsReadInsteadOfTheUsualOne() throws Exception {
        write("port: 9001\n");
        Path other = Files.writeString(home.resolve("other.yaml"), "port: 9002\n");

        assertThat(read(other).main().port()).isEqualTo(9002);
    }

    @Test
    void namedFileThatIsMissingIsAMistake() {
        Path missing = home.resolve("missing.yaml");

        assertThatThrownBy(() -> read(missing))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        missing + " cannot be read; check that it is a file and its permissions");
    }

    @Test
    void emptyFileGivesDefaults() throws Exception {
        write("# nothing yet\n");

        assertThat(read(Map.of()).main().port()).isEqualTo(8000);
    }

    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "managment.port, management.port",
        "masterkey, master_key",
        "ledger.sink, ledger.sync",
        "shutdown_gracee, shutdown_grace"
    })
    void unknownKeyInTheFileIsAMistakeThatNamesTheNearest(String written, String meant)
            throws Exception {
        write(written + ": 1\n");

        assertThat(mistakes(Map.of()))
                .containsExactly(
                        "'"
                                + written
                                + "' in penstock.yaml is not known; did you mean '"
                                + meant
                                + "'?");
    }

    @Test
    void unknownKeyThatIsNearNothingIsToldWhatIsKnown() throws Exception {
        write("openai_api_key: sk-1\n");

        assertThat(mistakes(Map.of()))
                .singleElement()
                .asString()
                .startsWith("'openai_api_key' in penstock.yaml is not known; known are host, port,")
                .doesNotContain("sk-1");
    }

    @Test
    void misspeltVariableIsAMistake() {
        assertThat(mistakes(Map.of("PENSTOCK_MANAGMENT_PORT", "1")))
                .containsExactly(
                        "environment variable PENSTOCK_MANAGMENT_PORT is not known; did you mean"
                                + " PENSTOCK_MANAGEMENT_PORT?");
    }

    @Test
    void variablesOfTheLauncherAndOfCommandsAreNone() {
        Map<String, String> environment =
                Map.of(
                        "PENSTOCK_HOME", "/x",
                        "PENSTOCK_JAVA_OPTS", "-Xmx1g",
                        "PENSTOCK_TOKEN", "pst-adm-x",
                        "PENSTOCK_URL", "http://x");

        assertThat(read(environment).main().port()).isEqualTo(8000);
    }

    @Test
    void allMistakesAreToldAtOnce() throws Exception {
        write("port: many\nheartbeat: -1s\nbogus_key_of_mine: 1\n");

        assertThat(mistakes(Map.of("PENSTOCK_DEMO", "perhaps")))
                .containsExactlyInAnyOrder(
                        "port is 'many' (penstock.yaml) but must be a port of 0 to 65535; 0 takes"
                                + " any free one",
                        "heartbeat is '-1s' (penstock.yaml) but must be a time of 10ms to 1h,"
                                + " written as 200ms, 15s, 2m, 1h or PT15S",
                        "demo is 'perhaps' (environment variable PENSTOCK_DEMO) but must be true or"
                                + " false",
                        mistakes(Map.of()).getFirst());
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void emptyValueIsAMistakeAndNoDefault(Key key) {
        assertThat(mistakes(Map.of(key.variable(), " ")))
                .containsExactly(
                        key.fileName()
                                + " is empty (environment variable "
                                + key.variable()
                                + "); give it a value or leave it out");
    }

    @Test
    void keyWithoutAValueInTheFileIsAMistake() throws Exception {
        write("port:\n");

        assertThat(mistakes(Map.of()))
                .containsExactly("port is empty (penstock.yaml); give it a value or leave it out");
    }

    @Test
    void secretIsNeverRepeated() {
        assertThat(
                        mistakes(
                                Map.of(
                                        "PENSTOCK_MASTER_KEY", "hunter2hunter2",
                                        "PENSTOCK_SETUP_TOKEN", "hunter2")))
                .containsExactly(
                        "master_key (environment variable PENSTOCK_MASTER_KEY) must be 32 random"
                                + " bytes in base64; 'openssl rand -base64 32' makes one",
                        "setup_token (environment variable PENSTOCK_SETUP_TOKEN) must be at least 16"
                                + " characters out of A-Z a-z 0-9 . _ ~ -");
        assertThat(read(Map.of("PENSTOCK_MASTER_KEY", MASTER_KEY)).toString())
                .doesNotContain(MASTER_KEY);
    }

    @Test
    void keyInThePlaceOfItsFileIsRefusedWithoutRepeatingIt() {
        String pem = "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n";
        assertThat(
                        mistakes(
                                Map.of(
                                        "PENSTOCK_TLS_CERTIFICATE",
                                        "certificate.pem",
                                        "PENSTOCK_TLS_PRIVATE_KEY",
                                        pem)))
                .first()
                .isEqualTo(
                        "tls.private_key (environment variable PENSTOCK_TLS_PRIVATE_KEY) must be the"
                                + " path of a PEM file, not what stands in it");
        assertThat(mistakes(Map.of("PENSTOCK_TLS_CERTIFICATE", "a\nhunter2")))
                .allSatisfy(mistake -> assertThat(mistake).doesNotContain("hunter2"));
    }

    @Test
    void databaseIsTheEmbeddedOneUntilAServerIsNamed() {
        assertThat(read(Map.of("PENSTOCK_DATABASE_USER", "somebody")).database()).isNull();
        assertThat(read(Map.of()).replica()).isEqualTo("local");
        Settings shared = read(Map.of("PENSTOCK_DATABASE_URL", "jdbc:postgresql://db/penstock"));
        assertThat(shared.database())
                .isEqualTo(new DatabaseSettings("jdbc:postgresql://db/penstock", "penstock", null));
        assertThat(shared.replica()).isNotEqualTo("local").isNotBlank();
    }

    @Test
    void databaseUrlWithAPasswordOrOfAnotherKindIsRefused() {
        assertThat(mistakes(Map.of("PENSTOCK_DATABASE_URL", "jdbc:mysql://db/penstock")))
                .singleElement()
                .asString()
                .contains("must be written as jdbc:postgresql://");
        assertThat(mistakes(Map.of("PENSTOCK_REPLICA", "two words")))
                .singleElement()
                .asString()
                .contains("replica is 'two words'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PENSTOCK_EDGE_HEAD_DEADLINE | 50ms | edge.head_deadline is '50ms' (environment variable"
                        + " PENSTOCK_EDGE_HEAD_DEADLINE) but must be a time of 100ms to 1h,",
                "PENSTOCK_EDGE_MAX_CONNECTIONS | 0 | edge.max_connections is '0' (environment variable"
                        + " PENSTOCK_EDGE_MAX_CONNECTIONS) but must be a number of 1 to 1000000",
                "PENSTOCK_EDGE_MAX_FIELDS | many | edge.max_fields is 'many'",
                "PENSTOCK_EDGE_MAX_HEAD | 2MiB | edge.max_head is '2MiB'",
                "PENSTOCK_EDGE_MAX_HEAD | 4KiB | edge.max_head is 4096 bytes but must be at least"
                        + " edge.max_request_line, which is 8192 bytes;",
                "PENSTOCK_EDGE_MAX_IN_FLIGHT | 1MiB | edge.max_in_flight is 1048576 bytes but must be at"
                        + " least max_body, which is 33554432 bytes;",
                "PENSTOCK_EDGE_ADMISSION_WAIT | 6m | edge.admission_wait is '6m'",
                "PENSTOCK_EDGE_MAX_PLAIN_ANSWER | 2GiB | edge.max_plain_answer is '2GiB'",
            })
    void limitsOfTheEdgeThatCannotWorkAreMistakes(String variable, String value, String said) {
        assertThat(mistakes(Map.of(variable, value))).singleElement().asString().startsWith(said);
    }

    @Test
    void roomForBodiesGrowsWithTheLargest() {
        DataPlaneSettings plane = read(Map.of("PENSTOCK_MAX_BODY", "1GiB")).plane();

        assertThat(plane.inFlightBytes()).isGreaterThanOrEqualTo(plane.maxBody());
    }

    @Test
    void twoListenersCannotShareAPort() {
        assertThat(mistakes(Map.of("PORT", "8001")))
                .containsExactly(
                        "management.port is 8001, the same as port, but must be another one");
        assertThat(read(Map.of("PORT", "0", "PENSTOCK_MANAGEMENT_PORT", "0")).main().port())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"'- port', list", "'just words', value", "'port: [1', broken"})
    void fileThatIsNoMapIsAMistake(String text, String what) throws Exception {
        write(text + "\n");

        assertThat(mistakes(Map.of()))
                .as(what)
                .first()
                .asString()
                .startsWith(home.resolve("penstock.yaml") + " is not YAML with names and values: ")
                .doesNotContain("\n");
    }

    @Test
    void referencesInValuesStayAsTheyAreWritten() throws Exception {
        write("data: ${HOME}/x\n");

        assertThat(read(Map.of("HOME", "/root")).data()).isEqualTo(home.resolve("${HOME}/x"));
    }

    @Test
    void everyVariableIsTheNameOfItsKeyInCapitals() {
        assertThat(Arrays.stream(Key.values()).map(Key::variable))
                .contains(
                        "PENSTOCK_MANAGEMENT_PORT",
                        "PENSTOCK_DATA",
                        "PENSTOCK_PLUGINS",
                        "PENSTOCK_MASTER_KEY",
                        "PENSTOCK_SETUP_TOKEN",
                        "PENSTOCK_HEARTBEAT",
                        "PENSTOCK_UPSTREAM_PRIVATE_ADDRESSES");
    }

    @Test
    void previousMasterKeyThatIsNoneIsRefusedWithoutRepeatingIt() {
        assertThat(mistakes(Map.of("PENSTOCK_PREVIOUS_MASTER_KEYS", OTHER_KEY + ",c2hvcnQ=")))
                .containsExactly(
                        "previous_master_keys (environment variable PENSTOCK_PREVIOUS_MASTER_KEYS)"
                                + " must be 32 random bytes in base64; 'openssl rand -base64 32'"
                                + " makes one");
    }
}
