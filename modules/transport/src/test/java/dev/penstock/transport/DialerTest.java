// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static dev.penstock.transport.Calls.SOON;
import static dev.penstock.transport.Calls.kind;
import static dev.penstock.transport.Calls.post;
import static dev.penstock.transport.Calls.text;
import static dev.penstock.transport.Calls.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Reply;
import dev.penstock.spi.Timeouts;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialerTest {

    private static final Duration BRIEF = Duration.ofMillis(300);

    private final FaultUpstream upstream = FaultUpstream.start();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        upstream.close();
    }

    private static Http1UpstreamClient client(NameLookup.Resolver names, boolean privateAllowed) {
        return new Http1UpstreamClient(
                new Dialer(
                        new NameLookup(names),
                        new AddressGuard(privateAllowed),
                        TlsLayer.system()));
    }

    private URI named(String host) {
        return URI.create("http://" + host + ":" + upstream.port());
    }

    private static InetAddress[] addresses(String... literals) {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.ofLiteral(literals[i]);
        }
        return addresses;
    }

    private static Timeouts connectWithin(Duration connect) {
        return new Timeouts(connect, SOON, SOON, SOON);
    }

    @Test
    void refusedConnectionIsUnreachable() {
        upstream.stopListening();

        assertThat(kind(() -> Calls.client().send(post(upstream.origin(), "/x"))))
                .isEqualTo(ProviderKind.UNREACHABLE);
    }

    @Test
    void nextAddressIsTriedWhenOneRefuses() {
        upstream.script("/x", Reply.json(200, "{}"));
        Http1UpstreamClient client = client(_ -> addresses("127.0.0.2", "127.0.0.1"), true);

        assertThat(text(client.send(post(named("two.example"), "/x")))).isEqualTo("{}");
        assertThat(upstream.journal().only().request().headers().first("host"))
                .contains("two.example:" + upstream.port());
    }

    @Test
    void unknownNameIsUnreachable() {
        Http1UpstreamClient client =
                client(
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        true);

        assertThat(kind(() -> client.send(post(named("no.example"), "/x"))))
                .isEqualTo(ProviderKind.UNREACHABLE);
    }

    @Test
    void slowNameServerIsGivenUpAndAskedOnceForAllWhoWait() {
        AtomicInteger asked = new AtomicInteger();
        Http1UpstreamClient client =
                client(
                        _ -> {
                            asked.incrementAndGet();
                            await(over);
                            return addresses("127.0.0.1");
                        },
                        true);

        for (int i = 0; i < 3; i++) {
            Duration took =
                    time(() ->
                            kind(() ->
                                    client.send(
                                            post(
                                                    named("slow.example"),
                                                    "/x",
                                                    connectWithin(BRIEF)))));
            assertThat(took).isBetween(BRIEF.minusMillis(20), BRIEF.plusMillis(250));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void lookupThatFailedIsMadeAgain() {
        upstream.script("/x", Reply.json(200, "{}"));
        AtomicInteger asked = new AtomicInteger();
        Http1UpstreamClient client =
                client(
                        host -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new UnknownHostException(host);
                            }
                            return addresses("127.0.0.1");
                        },
                        true);
        kind(() -> client.send(post(named("late.example"), "/x")));

        assertThat(text(client.send(post(named("late.example"), "/x")))).isEqualTo("{}");
    }

    @Test
    void interruptEndsTheWaitForTheNameServer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Http1UpstreamClient client =
                client(
                        _ -> {
                            asked.countDown();
                            await(over);
                            return addresses("127.0.0.1");
                        },
                        true);
        CompletableFuture<ProviderKind> kind = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() ->
                                kind.complete(
                                        kind(() ->
                                                client.send(post(named("slow.example"), "/x")))));
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();

        assertThat(kind.get(1, TimeUnit.SECONDS)).isEqualTo(ProviderKind.UNREACHABLE);
    }

    @Test
    void privateAddressIsNotConnectedToWhateverItsName() {
        upstream.script("/x", Reply.json(200, "{}"));
        Http1UpstreamClient guarded = client(_ -> addresses("127.0.0.1", "::1"), false);

        assertThat(kind(() -> guarded.send(post(named("public.example"), "/x"))))
                .isEqualTo(ProviderKind.UNREACHABLE);
        for (String spelling :
                new String[] {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"}) {
            assertThat(
                            kind(() ->
                                    Calls.client(new AddressGuard(false))
                                            .send(post(named(spelling), "/x"))))
                    .as(spelling)
                    .isEqualTo(ProviderKind.UNREACHABLE);
        }
        assertThat(upstream.journal().connectionsAccepted()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
