// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static dev.penstock.transport.Calls.SOON;
import static dev.penstock.transport.Calls.kind;
import static dev.penstock.transport.Calls.post;
import static dev.penstock.transport.Calls.some;
import static dev.penstock.transport.Calls.text;
import static dev.penstock.transport.Calls.time;
import static dev.penstock.transport.Calls.timeouts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.kit.BodyReading;
import dev.penstock.kit.Exchange;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Framing;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Reply;
import dev.penstock.kit.ReplyBuilder;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamRequest;
import dev.penstock.spi.UpstreamResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineTest {

    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final Duration TOLERATED = BRIEF.plusMillis(250);

    private final FaultUpstream upstream = FaultUpstream.start();
    private final Http1UpstreamClient client = Calls.client();

    @AfterEach
    void close() {
        upstream.close();
    }

    private UpstreamResponse send(Timeouts timeouts, Reply reply) {
        upstream.script("/x", reply);
        return client.send(post(upstream.origin(), "/x", timeouts));
    }

    private static void timesOut(Runnable call) {
        Duration took =
                time(() -> {
                    assertThat(
                                    kind(() -> {
                                        call.run();
                                        return null;
                                    }))
                            .isEqualTo(ProviderKind.TIMEOUT);
                    return null;
                });
        assertThat(took).isBetween(BRIEF.minusMillis(20), TOLERATED);
    }

    private static ReplyBuilder dripping(ReplyBuilder reply) {
        for (int i = 0; i < 100; i++) {
            reply.piece("a").pause(Duration.ofMillis(50));
        }
        return reply;
    }

    @Test
    void silentPeerIsGivenUpAfterTheFirstByteTimeout() {
        timesOut(() -> send(timeouts(BRIEF, SOON, SOON), Reply.never()));
        upstream.journal().await(1, SOON).awaitPeerClosed(SOON);
    }

    @Test
    void headThatDripsIsGivenUpAfterTheFirstByteTimeoutToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> drip(server));
            URI origin = URI.create("http://127.0.0.1:" + server.getLocalPort());

            timesOut(() -> client.send(post(origin, "/x", timeouts(BRIEF, SOON, SOON))));
        }
    }

    /// Sends a head letter by letter, each well before any idle timeout.
    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept()) {
            for (byte letter :
                    ("HTTP/1.1 200 OK\r\nx: " + "a".repeat(200))
                            .getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(letter);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException | InterruptedException gone) {
            // The client has given up, as it should.
        }
    }

    @Test
    void stallBetweenTwoReadsIsGivenUpAfterTheIdleTimeout() {
        Reply stall = Reply.status(200).framing(Framing.CHUNKED).piece("a").silence().build();
        UpstreamResponse response = send(timeouts(SOON, BRIEF, SOON), stall);
        assertThat(some(response)).isEqualTo("a");

        timesOut(() -> response.read(new byte[1], 0, 1));
        upstream.journal().only().awaitPeerClosed(SOON);
    }

    @Test
    void bodyThatDripsIsGivenUpAfterTheTotalTimeout() {
        Reply drip = dripping(Reply.status(200).framing(Framing.CHUNKED)).build();

        timesOut(() -> text(send(timeouts(SOON, SOON, BRIEF), drip)));
    }

    @Test
    void answerThatNobodyReadsIsClosedAfterTheTotalTimeout() {
        Reply stall = Reply.status(200).framing(Framing.CHUNKED).piece("a").silence().build();
        send(timeouts(SOON, SOON, BRIEF), stall);

        assertThat(upstream.journal().await(1, SOON).awaitPeerClosed(SOON)).isLessThan(TOLERATED);
    }

    @Test
    void peerThatDoesNotReadTheRequestIsGivenUp() {
        upstream.script("/x", Reply.json(200, "{}"));
        upstream.reading("/x", new BodyReading.Gated(new Gate()));
        UpstreamRequest large =
                post(
                        upstream.origin(),
                        "/x",
                        new byte[64 * 1024 * 1024],
                        timeouts(BRIEF, SOON, SOON));

        Duration took =
                time(() -> {
                    assertThat(kind(() -> client.send(large))).isEqualTo(ProviderKind.TIMEOUT);
                    return null;
                });
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void answerOfAPeerThatDidNotReadTheWholeRequestCounts() {
        upstream.script("/x", Reply.json(413, "{\"too\":\"large\"}"));
        upstream.reading("/x", new BodyReading.Skipped());
        byte[] body = new byte[1024 * 1024];

        UpstreamResponse response =
                client.send(post(upstream.origin(), "/x", body, timeouts(SOON, SOON, SOON)));

        assertThat(response.status()).isEqualTo(413);
        assertThat(text(response)).isEqualTo("{\"too\":\"large\"}");
        assertThat(upstream.journal().only().request().complete()).isFalse();
    }

    @Test
    void closingFromAnotherThreadReleasesTheReaderAtOnce() throws Exception {
        Reply stall = Reply.status(200).framing(Framing.CHUNKED).piece("a").silence().build();
        UpstreamResponse response = send(timeouts(SOON, SOON, SOON), stall);
        assertThat(some(response)).isEqualTo("a");
        CompletableFuture<Long> released = new CompletableFuture<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            assertThat(kind(() -> response.read(new byte[1], 0, 1)))
                                    .isEqualTo(ProviderKind.TRUNCATED);
                            released.complete(System.nanoTime());
                        });
        awaitWaiting(reader);

        long closed = System.nanoTime();
        response.close();
        response.close();

        long took = released.get(5, TimeUnit.SECONDS) - closed;
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(100));
        Exchange exchange = upstream.journal().only();
        exchange.awaitPeerClosed(Duration.ofMillis(500));
        assertThat(kind(() -> response.read(new byte[1], 0, 1))).isEqualTo(ProviderKind.TRUNCATED);
    }

    @Test
    void interruptEndsTheWaitForTheHead() throws Exception {
        upstream.script("/x", Reply.never());
        CompletableFuture<ProviderKind> kind = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() ->
                                kind.complete(
                                        kind(() -> client.send(post(upstream.origin(), "/x")))));
        Exchange exchange = upstream.journal().await(1, SOON);
        awaitWaiting(caller);

        caller.interrupt();

        assertThat(kind.get(1, TimeUnit.SECONDS)).isEqualTo(ProviderKind.TRUNCATED);
        exchange.awaitPeerClosed(Duration.ofMillis(500));
    }

    @Test
    void interruptEndsTheWaitForTheBody() throws Exception {
        Reply stall = Reply.status(200).framing(Framing.CHUNKED).piece("a").silence().build();
        UpstreamResponse response = send(timeouts(SOON, SOON, SOON), stall);
        assertThat(some(response)).isEqualTo("a");
        CompletableFuture<ProviderKind> kind = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> kind.complete(kind(() -> some(response))));
        awaitWaiting(reader);

        reader.interrupt();

        assertThat(kind.get(1, TimeUnit.SECONDS)).isEqualTo(ProviderKind.TRUNCATED);
        upstream.journal().only().awaitPeerClosed(Duration.ofMillis(500));
    }

    private static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING
                && thread.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime()).as("the thread waits in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
