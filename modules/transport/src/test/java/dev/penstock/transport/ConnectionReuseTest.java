// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static dev.penstock.transport.Calls.SOON;
import static dev.penstock.transport.Calls.kind;
import static dev.penstock.transport.Calls.post;
import static dev.penstock.transport.Calls.some;
import static dev.penstock.transport.Calls.text;
import static dev.penstock.transport.Calls.timeouts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Framing;
import dev.penstock.kit.RecordedRequest;
import dev.penstock.kit.Reply;
import dev.penstock.spi.UpstreamResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ConnectionReuseTest {

    private final FaultUpstream upstream = FaultUpstream.start();
    private final Http1UpstreamClient client = Calls.client();

    @AfterEach
    void close() {
        upstream.close();
    }

    private UpstreamResponse send() {
        return client.send(post(upstream.origin(), "/x"));
    }

    private List<Integer> connections() {
        return upstream.journal().requests().stream().map(RecordedRequest::connection).toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Framing.class,
            names = {"LENGTH", "CHUNKED"})
    void connectionServesTheNextCall(Framing framing) {
        upstream.script("/x", Reply.status(200).framing(framing).piece("a").build());
        for (int i = 0; i < 3; i++) {
            assertThat(text(send())).isEqualTo("a");
        }

        assertThat(connections()).containsExactly(1, 1, 1);
        assertThat(client.pool().size()).isEqualTo(1);
    }

    @Test
    void closeAfterTheLastByteOfAKnownLengthKeepsTheConnection() {
        upstream.script("/x", Reply.json(200, "{}"));
        UpstreamResponse response = send();
        assertThat(some(response)).isEqualTo("{}");
        assertThat(response.read(new byte[8], 0, 8)).isEqualTo(-1);
        response.close();

        assertThat(client.pool().size()).isEqualTo(1);
    }

    @Test
    void unreadBodyCostsTheConnection() {
        upstream.script("/x", Reply.json(200, "{}"));
        send().close();

        assertThat(client.pool().size()).isZero();
        upstream.journal().awaitNoConnection(SOON);
    }

    @Test
    void connectionThatThePeerWillCloseIsNotKept() {
        upstream.script(
                "/x",
                Reply.status(200).header("Connection", "close").piece("a").build(),
                Reply.raw("HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\na"),
                Reply.status(200).framing(Framing.CLOSE).piece("a").build());
        for (int i = 0; i < 3; i++) {
            assertThat(text(send())).isEqualTo("a");
            assertThat(client.pool().size()).isZero();
        }
    }

    @Test
    void connectionWithBytesBeyondTheAnswerIsNotKept() {
        upstream.script(
                "/x",
                Reply.raw("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\naHTTP/1.1 200 OK\r\n"));

        assertThat(text(send())).isEqualTo("a");
        assertThat(client.pool().size()).isZero();
    }

    @Test
    void callOnAConnectionThatDiedAtRestIsMadeAgainOnce() {
        upstream.script("/x", Reply.json(200, "{}"));
        text(send());
        upstream.dropIdleConnections();
        upstream.journal().awaitNoConnection(SOON);

        assertThat(text(send())).isEqualTo("{}");
        assertThat(connections()).containsExactly(1, 2);
    }

    @Test
    void callThatDiesOnTheFreshConnectionTooIsNotMadeAThirdTime() {
        upstream.script("/x", Reply.json(200, "{}"), Reply.resetAtOnce());
        text(send());

        assertThat(kind(this::send)).isEqualTo(ProviderKind.TRUNCATED);
        assertThat(connections()).containsExactly(1, 1, 2);
    }

    @Test
    void callOnAFreshConnectionIsNeverRepeated() {
        upstream.script("/x", Reply.hangUp(), Reply.json(200, "{}"));

        assertThat(kind(this::send)).isEqualTo(ProviderKind.TRUNCATED);
        assertThat(connections()).containsExactly(1);
    }

    @Test
    void callWhoseAnswerHadBegunIsNeverRepeated() {
        upstream.script("/x", Reply.json(200, "{}"), Reply.raw("HTTP/1.1 2"));
        text(send());

        assertThat(kind(this::send)).isEqualTo(ProviderKind.TRUNCATED);
        assertThat(connections()).containsExactly(1, 1);
    }

    @Test
    void callThatWaitedTooLongIsNeverRepeated() {
        upstream.script("/x", Reply.json(200, "{}"), Reply.never());
        text(send());
        Duration brief = Duration.ofMillis(200);

        assertThat(
                        kind(() ->
                                client.send(
                                        post(
                                                upstream.origin(),
                                                "/x",
                                                timeouts(brief, SOON, SOON)))))
                .isEqualTo(ProviderKind.TIMEOUT);
        upstream.journal().await(2, SOON);
        assertThat(connections()).containsExactly(1, 1);
    }

    @Test
    void connectionsAtRestAreBounded() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        List<UpstreamResponse> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<UpstreamResponse>> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(threads.submit(this::send));
            }
            for (Future<UpstreamResponse> response : sent) {
                open.add(response.get());
            }
        }
        assertThat(upstream.journal().connectionsAccepted()).isEqualTo(100);

        open.forEach(Calls::text);

        assertThat(client.pool().size()).isEqualTo(64);
        upstream.journal().awaitConnections(64, SOON);
    }
}
