// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Inbound;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is promised of a caller's connection holds over TLS as well.
class TlsTest {

    private static final Duration NOTICED = Duration.ofMillis(500);
    private static final Duration HEAD = Duration.ofSeconds(1);
    private static final UnaryOperator<DataPlaneSettings> SHORT_WRITES =
            Plane.answers(Duration.ofMillis(400), 50_000_000);

    @TempDir private static Path folder;
    private static KeyStore store;

    private final FakeEngine engine = new FakeEngine();
    private final Gate gate = new Gate();
    private DataPlane plane;
    private WebServer server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                "it",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit",
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
    }

    @BeforeEach
    void start() throws Exception {
        plane =
                DataPlane.of(
                        Plane.edge(HEAD, Duration.ofSeconds(75), 10_000)
                                .apply(SHORT_WRITES.apply(DataPlaneSettings.defaults())),
                        engine,
                        InstantSource.system());
        HttpRouting.Builder routing = HttpRouting.builder();
        plane.register(routing);
        WebServerConfig.Builder config =
                WebServer.builder()
                        .port(0)
                        .address(InetAddress.getLoopbackAddress())
                        .tls(
                                Tls.builder()
                                        .privateKey(
                                                (PrivateKey)
                                                        store.getKey(
                                                                "it", "changeit".toCharArray()))
                                        .privateKeyCertChain(
                                                List.of(
                                                        (X509Certificate)
                                                                store.getCertificate("it")))
                                        .build());
        plane.configure(config);
        server = config.featuresDiscoverServices(false).routing(routing).build().start();
    }

    @AfterEach
    void stop() {
        gate.open();
        server.stop();
        plane.close();
    }

    private RawCaller caller() throws Exception {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(8 * 1024);
        plain.connect(local(), 5_000);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", store.getCertificate("it"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new RawCaller(
                context.getSocketFactory().createSocket(plain, "localhost", server.port(), true));
    }

    private java.net.InetSocketAddress local() {
        return new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void assertGone(Inbound call) {
        long end = System.nanoTime() + NOTICED.toNanos();
        while (call.control().reason() == null && System.nanoTime() < end) {
            assertThat(new Gate().await(2)).isFalse();
        }
        assertThat(call.control().reason()).as("the caller's leaving").isNotNull();
    }

    @Test
    void aCallerThatLeavesIsNoticedWhileNothingIsWritten() throws Exception {
        engine.script =
                inbound -> {
                    FakeEngine.pass(gate, inbound);
                    return FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
                };
        try (RawCaller caller = caller()) {
            caller.post(Plane.CHAT, Plane.PLAIN_BODY);
            Inbound call = engine.call();
            assertThat(new Gate().await(300)).isFalse();
            assertThat(call.control().reason()).isNull();
            caller.leave();
            assertGone(call);
        }
    }

    @Test
    void aCallerThatLeavesASilentStreamIsNoticed() throws Exception {
        ScriptedRelay relay = ScriptedRelay.stream().say("data: one\n\n");
        engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        try (RawCaller caller = caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            assertThat(caller.chunk()).isEqualTo("data: one\n\n");
            caller.leave();
            assertThat(relay.closed.await(NOTICED.toMillis())).isTrue();
            assertGone(engine.call());
        }
    }

    @Test
    void callsAfterAWaitAreAnsweredOnTheSameConnection() throws Exception {
        engine.script =
                inbound -> {
                    new Gate().await(130);
                    return FakeEngine.relayed(
                            inbound, ScriptedRelay.plain("\"" + inbound.raw().model() + "\""));
                };
        try (RawCaller caller = caller()) {
            for (int i = 0; i < 4; i++) {
                caller.post(Plane.CHAT, "{\"model\":\"m" + i + "\"}");
            }
            for (int i = 0; i < 4; i++) {
                assertThat(caller.reply().body()).isEqualTo("\"m" + i + "\"");
            }
        }
    }

    @Test
    void aWriteThatNobodyReadsIsEnded() throws Exception {
        ScriptedRelay relay = ScriptedRelay.stream();
        String piece = "data: " + "x".repeat(200_000) + "\n\n";
        for (int i = 0; i < 200; i++) {
            relay.say(piece);
        }
        engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        try (RawCaller caller = caller()) {
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            Inbound call = engine.call();
            long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            while (call.control().reason() == null && System.nanoTime() < end) {
                assertThat(new Gate().await(5)).isFalse();
            }
            assertThat(call.control().reason()).isNotNull();
            // The answer ends early: the connection was closed under the write.
            assertThat(restUntilTheEnd(caller)).isLessThan(40_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 60})
    void aHandshakeThatDoesNotEndIsCut(int sent) throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            long start = System.nanoTime();
            hello(caller, sent);
            // An alert of TLS may be the last word; an answer of HTTP would be none.
            assertThat(lastWords(caller)).doesNotContain("HTTP");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(HEAD.minusMillis(50), HEAD.plusSeconds(3));
        }
    }

    @Test
    void aTricklingHandshakeIsNotForgiven() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            long start = System.nanoTime();
            hello(caller, 20);
            Thread trickle =
                    Thread.startVirtualThread(() -> {
                        try {
                            while (true) {
                                caller.send("x");
                                new Gate().await(50);
                            }
                        } catch (IOException _) {
                            // Closed.
                        }
                    });
            trickle.join(Duration.ofSeconds(10));
            assertThat(trickle.isAlive()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(HEAD.minusMillis(50), HEAD.plusSeconds(3));
        }
    }

    @Test
    void stalledHandshakesDoNotDisturbCalls() throws Exception {
        engine.script = inbound -> FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
        List<RawCaller> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                RawCaller caller = new RawCaller(server.port());
                stalled.add(caller);
                hello(caller, i % 2 == 0 ? 0 : 60);
            }
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                try (RawCaller caller = caller()) {
                    assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status())
                            .isEqualTo(200);
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5));
            for (RawCaller caller : stalled) {
                assertThat(lastWords(caller)).doesNotContain("HTTP");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HEAD.plusSeconds(5));
        } finally {
            for (RawCaller caller : stalled) {
                caller.close();
            }
        }
    }

    private static String lastWords(RawCaller caller) throws IOException {
        try {
            return new String(caller.rest(), StandardCharsets.ISO_8859_1);
        } catch (SocketException _) {
            return "reset";
        }
    }

    /// Sends the beginning of a ClientHello (RFC 8446, section 4.1.2) of 200 bytes.
    private static void hello(RawCaller caller, int bytes) throws IOException {
        byte[] hello = new byte[205];
        byte[] head = {22, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196, 3, 3};
        System.arraycopy(head, 0, hello, 0, head.length);
        caller.socket.getOutputStream().write(hello, 0, bytes);
    }

    private static long restUntilTheEnd(RawCaller caller) {
        byte[] piece = new byte[64 * 1024];
        long count = 0;
        try {
            InputStream in = caller.socket.getInputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                count += read;
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection stayed open", e);
        } catch (IOException _) {
            // Cut, as it should be.
        }
        return count;
    }
}
