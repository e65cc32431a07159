// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.kit.OpenAiUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The key of the certificate and the master keys, right or broken, come out nowhere.
class KeyMaterialTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;
    private final Canaries canaries = new Canaries();
    private Path certificate;
    private Path key;

    @BeforeEach
    void nameFiles() {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
    }

    private Map<String, String> tls() {
        return Map.of(
                "PENSTOCK_TLS_CERTIFICATE", certificate.toString(),
                "PENSTOCK_TLS_PRIVATE_KEY", key.toString());
    }

    private TlsPair pair() {
        TlsPair pair = TlsPair.make(folder);
        List<String> lines = pair.keyLines();
        // What the first one says of the kind of key is no secret.
        for (int i = 1; i < lines.size(); i++) {
            canaries.known("line %d of the key %d".formatted(i, pair.hashCode()), lines.get(i));
        }
        byte[] middle = new byte[40];
        System.arraycopy(pair.key(), pair.key().length / 2, middle, 0, middle.length);
        canaries.known(
                "bytes of the key " + pair.hashCode(),
                new String(middle, StandardCharsets.ISO_8859_1));
        return pair;
    }

    private void write(String certificatePem, String keyPem) throws IOException {
        Files.writeString(certificate, certificatePem);
        Files.writeString(key, keyPem);
    }

    private void silent(String about, String said) {
        assertThat(said.lines())
                .as(about)
                .allSatisfy(line -> {
                    assertThat(canaries.kept(line.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
                    assertThat(line).doesNotContain("BEGIN PRIVATE", "END PRIVATE");
                });
    }

    @Test
    void keyOfTheCertificateIsInNoLogAndNoAnswer() throws IOException {
        TlsPair pair = pair();
        write(pair.certificatePem(), pair.keyPem());
        try (Penstock penstock = Penstock.start(folder, tls(), "--verbose");
                Http http = new Http(penstock.origin(), pair.trusting());
                Http management = new Http(penstock.management())) {
            assertThat(penstock.origin().getScheme()).isEqualTo("https");
            for (String path : List.of("/", "/setup", "/v1/models", "/admin/v1/setup", "/none")) {
                told(path, http.get(path, Map.of()));
            }
            for (String path : List.of("/health", "/health/ready", "/health/live", "/metrics")) {
                told(path, management.get(path, Map.of()));
            }
            Map<String, String> bearer =
                    Map.of("authorization", "Bearer " + penstock.demoKey().orElseThrow());
            assertThat(http.get("/v1/models", bearer).statusCode()).isEqualTo(200);

            // Half a key, as a copy that is under way leaves it.
            Files.writeString(key, pair.keyPem().substring(0, pair.keyPem().length() / 2));
            Eventually.that(
                    SOON,
                    () -> penstock.log().contains("the certificate in use stays") ? true : null,
                    penstock::log);
            assertThat(http.get("/v1/models", bearer).statusCode()).isEqualTo(200);
            penstock.terminate();
            silent("log", penstock.log());
        }
    }

    private void told(String path, HttpResponse<String> answer) {
        silent(path, answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body());
    }

    @Test
    void brokenKeysOfTheCertificateAreToldWithoutThem() throws IOException {
        TlsPair pair = pair();
        TlsPair other = pair();
        String pem = pair.keyPem();
        String body = String.join("\n", pair.keyLines());
        Map<String, String> broken = new LinkedHashMap<>();
        broken.put("half", pem.substring(0, pem.length() / 2));
        broken.put("line missing", pem.replace(pair.keyLines().get(3) + "\n", ""));
        broken.put(
                "odd character", pem.replace(pair.keyLines().get(3), pair.keyLines().get(3) + "!"));
        broken.put("no first line", body);
        broken.put("other kind", pem.replace("PRIVATE KEY", "EC PRIVATE KEY"));
        broken.put("unknown kind", pem.replace("PRIVATE KEY", "SECRET KEY"));
        broken.put("of another certificate", other.keyPem());
        for (Map.Entry<String, String> one : broken.entrySet()) {
            write(pair.certificatePem(), one.getValue());
            refused(one.getKey(), tls());
        }
        write(pem, pair.certificatePem());
        refused("the other way round", tls());
        write(pair.certificatePem(), pem);
        Map<String, String> typed = new HashMap<>(tls());
        typed.put("PENSTOCK_TLS_PRIVATE_KEY", pem);
        refused("the key in the place of its file", typed);
    }

    private void refused(String about, Map<String, String> environment) {
        Throwable refusal =
                catchThrowable(() -> Penstock.start(folder, environment, "--verbose").close());
        assertThat(refusal).as(about).isInstanceOf(AssertionError.class);
        assertThat(refusal).as(about).hasMessageContaining("penstock: ");
        silent(about, String.valueOf(refusal.getMessage()));
    }

    private String masterKey(String name) {
        byte[] bytes =
                canaries.credential(name).substring(0, 32).getBytes(StandardCharsets.US_ASCII);
        return canaries.known(name + " as written", Base64.getEncoder().encodeToString(bytes));
    }

    @ParameterizedTest
    @EnumSource
    void masterKeysOldAndNewComeOutNowhere(Store store) {
        String first = masterKey("first master key");
        String second = masterKey("second master key");
        String wrong = masterKey("wrong master key");
        try (Database database = store.create();
                OpenAiUpstream upstream = OpenAiUpstream.start()) {
            canaries.known("provider key", upstream.key());
            Map<String, String> environment = new HashMap<>(database.environment());
            environment.put("PENSTOCK_MASTER_KEY", first);
            asksTheProvider(environment, upstream, true);

            rekey(environment, second.substring(1), 1);
            environment.put("PENSTOCK_MASTER_KEY", wrong);
            rekey(environment, second, 1);
            refused("wrong master key", environment);
            environment.put("PENSTOCK_MASTER_KEY", first);
            rekey(environment, second, 0);
            refused("old master key", environment);
            environment.put("PENSTOCK_MASTER_KEY", second);
            asksTheProvider(environment, upstream, false);
            silent("rows", String.join("\n", database.rows()));
            CanaryTest.assertNoFile(canaries, folder.resolve("data"));
        }
    }

    private void rekey(Map<String, String> environment, String to, int code) {
        Map<String, String> more = new HashMap<>(environment);
        more.put("PENSTOCK_NEW_MASTER_KEY", to);
        Penstock command = Penstock.run(folder, more, "--verbose", "rekey");
        assertThat(command.awaitExit()).as(command.log()).isEqualTo(code);
        silent("rekey", command.log());
    }

    /// Starts, calls the provider whose key is in the database, and stops.
    private void asksTheProvider(
            Map<String, String> environment, OpenAiUpstream upstream, boolean fresh) {
        try (Penstock penstock = Penstock.start(folder, environment, "--verbose");
                AdminClient admin = new AdminClient(penstock.origin());
                Http http = new Http(penstock.origin())) {
            if (fresh) {
                admin.setup(penstock.setupToken());
                admin.addProvider(
                        Stage.provider("oai", "openai", upstream.baseUrl(), upstream.key()));
            } else {
                admin.signIn();
            }
            String issued = admin.issueKey("a key", "*").path("key").asString();
            HttpResponse<String> answer =
                    http.post(
                            Calls.path(Dialect.OPENAI),
                            Map.of("authorization", "Bearer " + issued),
                            Calls.hello(Dialect.OPENAI, "oai/gpt-4.1-mini", Mode.PLAIN).toString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            penstock.terminate();
            silent("log", penstock.log());
        }
    }
}
