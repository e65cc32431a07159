// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static dev.penstock.transport.Calls.SOON;
import static dev.penstock.transport.Calls.kind;
import static dev.penstock.transport.Calls.post;
import static dev.penstock.transport.Calls.some;
import static dev.penstock.transport.Calls.text;
import static dev.penstock.transport.Calls.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Reply;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamResponse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {

    @TempDir private static Path folder;

    private static Certified certified;

    @BeforeAll
    static void certify() throws Exception {
        certified = Certified.in(folder);
    }

    private static Http1UpstreamClient trusting(SSLContext context) {
        return new Http1UpstreamClient(
                new Dialer(
                        new NameLookup(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")}),
                        new AddressGuard(true),
                        new TlsLayer(context)));
    }

    private static URI at(String host, int port) {
        return URI.create("https://" + host + ":" + port);
    }

    @Test
    void trustedPeerIsTalkedToOverAKeptConnection() throws Exception {
        try (TlsServer server = new TlsServer(certified.server("good.example"))) {
            Http1UpstreamClient client = trusting(certified.trust());
            for (int i = 0; i < 3; i++) {
                assertThat(text(client.send(post(at("good.example", server.port()), "/x"))))
                        .isEqualTo("ok");
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.serverName()).isEqualTo("good.example");
        }
    }

    @Test
    void certificateOfAnotherNameIsRefused() throws Exception {
        try (TlsServer server = new TlsServer(certified.server("other.example"))) {
            Http1UpstreamClient client = trusting(certified.trust());

            assertThat(kind(() -> client.send(post(at("good.example", server.port()), "/x"))))
                    .isEqualTo(ProviderKind.TLS);
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        try (TlsServer server = new TlsServer(certified.server("old.example"))) {
            Http1UpstreamClient client = trusting(certified.trust());

            assertThat(kind(() -> client.send(post(at("old.example", server.port()), "/x"))))
                    .isEqualTo(ProviderKind.TLS);
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void unknownIssuerIsRefused() throws Exception {
        try (TlsServer server = new TlsServer(certified.server("good.example"))) {
            Http1UpstreamClient client = trusting(SSLContext.getDefault());

            assertThat(kind(() -> client.send(post(at("good.example", server.port()), "/x"))))
                    .isEqualTo(ProviderKind.TLS);
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void peerThatSpeaksNoTlsIsRefusedAndGetsNoRequest() {
        try (FaultUpstream plain = FaultUpstream.start()) {
            plain.otherwise(_ -> Reply.json(200, "{}"));

            assertThat(kind(() -> Calls.client().send(post(at("127.0.0.1", plain.port()), "/x"))))
                    .isIn(ProviderKind.TLS, ProviderKind.UNREACHABLE);
            assertThat(plain.journal().requests()).isEmpty();
        }
    }

    @Test
    void silenceInTheHandshakeIsUnreachableInTime() throws Exception {
        Duration brief = Duration.ofMillis(300);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            URI uri = at("127.0.0.1", silent.getLocalPort());
            Timeouts timeouts = new Timeouts(brief, SOON, SOON, SOON);

            Duration took =
                    time(() -> {
                        assertThat(kind(() -> Calls.client().send(post(uri, "/x", timeouts))))
                                .isEqualTo(ProviderKind.UNREACHABLE);
                        return null;
                    });
            assertThat(took).isBetween(brief.minusMillis(20), brief.plusMillis(700));
        }
    }

    @Test
    void closeReleasesAReaderBehindTlsToo() throws Exception {
        try (TlsServer server = new TlsServer(certified.server("good.example"))) {
            Http1UpstreamClient client = trusting(certified.trust());
            UpstreamResponse response =
                    client.send(post(at("good.example", server.port()), "/stall"));
            assertThat(some(response)).isEqualTo("begun");
            CompletableFuture<Long> released = new CompletableFuture<>();
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                kind(() -> response.read(new byte[1], 0, 1));
                                released.complete(System.nanoTime());
                            });
            while (reader.getState() != Thread.State.TIMED_WAITING
                    && reader.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            long closed = System.nanoTime();
            response.close();

            long took = released.get(5, TimeUnit.SECONDS) - closed;
            assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(100));
        }
    }
}
