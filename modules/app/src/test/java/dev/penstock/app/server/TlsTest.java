// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsTest {

    @TempDir private Path folder;
    private Path chain;
    private Path key;
    private CertificateFiles files;

    @BeforeEach
    void nameFiles() {
        chain = folder.resolve("chain.pem");
        key = folder.resolve("key.pem");
        files = new CertificateFiles(new Exposure.TlsFiles(chain, key));
    }

    private TestCertificate written(String algorithm) throws Exception {
        TestCertificate made = TestCertificate.make(folder, algorithm);
        made.write(chain, key);
        return made;
    }

    private WebServer server(CertificateFiles.Pair pair) {
        HttpRouting.Builder routing =
                HttpRouting.builder().get("/", (_, response) -> response.send("hello"));
        return Listeners.start(
                new ListenAddress("127.0.0.1", 0),
                "port",
                Duration.ofSeconds(1),
                routing,
                null,
                pair.tls());
    }

    private static SSLSocket connect(WebServer server, String version, X509Certificate... trusted)
            throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate certificate : trusted) {
            store.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write(
                        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (!answer.toString(StandardCharsets.UTF_8).endsWith("hello")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after: %s", answer).isNotNegative();
            answer.write(next);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static X509Certificate shown(WebServer server, X509Certificate... trusted)
            throws Exception {
        try (SSLSocket socket = connect(server, "TLSv1.3", trusted)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @CsvSource({"EC, TLSv1.3", "EC, TLSv1.2", "RSA, TLSv1.3", "RSA, TLSv1.2"})
    void bothKindsOfKeysAnswerInBothVersions(String algorithm, String version) throws Exception {
        TestCertificate made = written(algorithm);
        WebServer server = server(files.read());
        try (SSLSocket socket = connect(server, version, made.certificate())) {
            assertThat(ask(socket)).startsWith("HTTP/1.1 200");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        } finally {
            server.stop();
        }
    }

    @Test
    void newConnectionsGetTheNewCertificateAndOpenOnesGoOn() throws Exception {
        X509Certificate old = written("EC").certificate();
        CertificateFiles.Pair pair = files.read();
        WebServer server = server(pair);
        try (CertificateWatch _ =
                        CertificateWatch.start(files, pair.print(), server, Duration.ofMillis(20));
                SSLSocket open = connect(server, "TLSv1.3", old)) {
            ask(open);
            X509Certificate next = written("RSA").certificate();

            awaitShown(server, next, old);

            assertThat(ask(open)).startsWith("HTTP/1.1 200");
            Files.writeString(chain, "half written");
            assertThat(shown(server, old, next)).isEqualTo(next);
            X509Certificate last = written("EC").certificate();
            awaitShown(server, last, old, next);
            assertThat(ask(open)).startsWith("HTTP/1.1 200");
        } finally {
            server.stop();
        }
    }

    private static void awaitShown(
            WebServer server, X509Certificate wanted, X509Certificate... others) throws Exception {
        X509Certificate[] trusted = new X509Certificate[others.length + 1];
        System.arraycopy(others, 0, trusted, 0, others.length);
        trusted[others.length] = wanted;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        X509Certificate shown = shown(server, trusted);
        while (!shown.equals(wanted) && System.nanoTime() < end) {
            shown = shown(server, trusted);
        }
        assertThat(shown).isEqualTo(wanted);
    }

    @Test
    void notesAboveCertificateAndKeyArePassedOver() throws Exception {
        TestCertificate made = written("RSA");
        String notes = "Bag Attributes\n    friendlyName: it\nKey Attributes: <No Attributes>\n";
        Files.writeString(chain, notes + Files.readString(chain));
        Files.writeString(key, notes + Files.readString(key));

        assertThat(files.read().leaf()).isEqualTo(made.certificate());
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        written("EC");
        TestCertificate.make(folder, "EC").write(chain, folder.resolve("unused.pem"));

        assertThatThrownBy(files::read)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is not that of the first certificate")
                .hasMessageContaining(key.toString());
    }

    @Test
    void whatIsMissingOrNoPemIsNamed() throws Exception {
        assertThatThrownBy(files::read)
                .isInstanceOf(StartException.class)
                .hasMessage(chain + " cannot be read; check that it is a file and its permissions");
        written("EC");
        Files.writeString(key, "no key");
        assertThatThrownBy(files::read)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(key + " cannot be used: it must hold a PEM private key");
        written("EC");
        Files.writeString(chain, "no certificate");
        assertThatThrownBy(files::read)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(chain + " cannot be used: it must hold a PEM certificate");
    }

    @Test
    void addressesAreNeverLookedUp() throws Exception {
        assertThat(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName())
                .isEqualTo("127.0.0.1");
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }
}
