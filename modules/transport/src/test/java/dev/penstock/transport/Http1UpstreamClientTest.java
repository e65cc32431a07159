// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static dev.penstock.transport.Calls.SOON;
import static dev.penstock.transport.Calls.bytes;
import static dev.penstock.transport.Calls.kind;
import static dev.penstock.transport.Calls.post;
import static dev.penstock.transport.Calls.some;
import static dev.penstock.transport.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Framing;
import dev.penstock.kit.Gate;
import dev.penstock.kit.RecordedRequest;
import dev.penstock.kit.Reply;
import dev.penstock.spi.UpstreamClient;
import dev.penstock.spi.UpstreamClientFactory;
import dev.penstock.spi.UpstreamClientSettings;
import dev.penstock.spi.UpstreamRequest;
import dev.penstock.spi.UpstreamResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class Http1UpstreamClientTest {

    private final FaultUpstream upstream = FaultUpstream.start();
    private final Http1UpstreamClient client = Calls.client();

    @AfterEach
    void close() {
        upstream.close();
    }

    private UpstreamResponse send(Reply... replies) {
        upstream.script("/x", replies);
        return send();
    }

    private UpstreamResponse send() {
        return client.send(post(upstream.origin(), "/x"));
    }

    @Test
    void factoryIsProvidedByANamedModule() {
        Module module = Http1UpstreamClientFactory.class.getModule();
        assertThat(module.isNamed()).isTrue();
        module.addUses(UpstreamClientFactory.class);

        UpstreamClientFactory factory =
                ServiceLoader.load(UpstreamClientFactory.class).findFirst().orElseThrow();
        UpstreamClient made =
                factory.create(new UpstreamClientSettings(true), InstantSource.system());

        upstream.script("/x", Reply.json(200, "{}"));
        assertThat(made.send(post(upstream.origin(), "/x")).status()).isEqualTo(200);
    }

    @Test
    void requestGoesOutAsGivenWithOurFramingAlone() {
        upstream.script("/v1/x", Reply.json(200, "{}"));
        Map<String, String> headers =
                Map.of(
                        "Authorization", "Bearer s3cret",
                        "Connection", "upgrade",
                        "Expect", "100-continue",
                        "Content-Length", "7",
                        "Transfer-Encoding", "chunked",
                        "Host", "elsewhere");

        client.send(
                        new UpstreamRequest(
                                "POST",
                                URI.create(upstream.origin() + "/v1/x?a=%20b"),
                                headers,
                                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                                Calls.timeouts(SOON, SOON, SOON)))
                .close();

        RecordedRequest seen = upstream.journal().only().request();
        assertThat(seen.requestLine()).isEqualTo("POST /v1/x?a=%20b HTTP/1.1");
        assertThat(seen.text()).isEqualTo("{\"a\":1}");
        assertThat(seen.headers().lines())
                .extracting(line -> line.name() + ": " + line.value())
                .containsExactlyInAnyOrder(
                        "host: 127.0.0.1:" + upstream.port(),
                        "accept-encoding: identity",
                        "authorization: Bearer s3cret",
                        "user-agent: penstock",
                        "content-length: 7");
    }

    @Test
    void getHasNoBody() {
        upstream.script("GET /models", Reply.json(200, "[]"));

        UpstreamResponse response =
                client.send(
                        new UpstreamRequest(
                                "GET",
                                upstream.origin().resolve("/models"),
                                Map.of("accept-encoding", "br"),
                                null,
                                Calls.timeouts(SOON, SOON, SOON)));

        assertThat(text(response)).isEqualTo("[]");
        RecordedRequest seen = upstream.journal().only().request();
        assertThat(seen.headers().has("content-length")).isFalse();
        assertThat(seen.headers().all("accept-encoding")).containsExactly("br");
    }

    @Test
    void headersOfTheConnectionAndCookiesStayBehind() {
        UpstreamResponse response =
                send(
                        Reply.status(200)
                                .header("X-Request-Id", "abc")
                                .header("Set-Cookie", "a=b")
                                .header("Keep-Alive", "timeout=5")
                                .header("Connection", "X-Secret, keep-alive")
                                .header("X-Secret", "1")
                                .header("Via", "one")
                                .header("Via", "two")
                                .contentType("application/json")
                                .piece("{}")
                                .build());

        assertThat(response.headers())
                .containsOnlyKeys("x-request-id", "via", "content-type")
                .containsEntry("x-request-id", List.of("abc"))
                .containsEntry("via", List.of("one", "two"));
    }

    @Test
    void cookiesAreNotSentBack() {
        Reply cookie = Reply.status(200).header("Set-Cookie", "a=b").piece("{}").build();
        text(send(cookie));
        text(send());

        assertThat(upstream.journal().last().request().headers().has("cookie")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 401, 500, 503})
    void everyStatusIsAnAnswerAndNoneIsFollowed(int status) {
        UpstreamResponse response =
                send(
                        Reply.status(status)
                                .header("Location", upstream.origin() + "/other")
                                .piece("why")
                                .build());

        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response)).isEqualTo("why");
        assertThat(upstream.journal().requests()).hasSize(1);
    }

    @Test
    void compressedBodyStaysCompressed() {
        byte[] body = bytes(send(Reply.status(200).gzip().piece("words").build()));

        assertThat(body).startsWith(0x1f, 0x8b);
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void bodyArrivesWholeHoweverItIsFramedAndCut(Framing framing) {
        Reply reply =
                Reply.status(200).framing(framing).piece("one two three ").piece("four €").build();

        assertThat(text(send(reply))).isEqualTo("one two three four €");
        assertThat(text(send(reply.inPieces(1)))).isEqualTo("one two three four €");
        assertThat(text(send(reply.inPieces(3)))).isEqualTo("one two three four €");
    }

    @Test
    void emptyBodiesEndAtOnce() {
        assertThat(text(send(Reply.status(204).build()))).isEmpty();
        assertThat(text(send(Reply.status(200).framing(Framing.CHUNKED).build()))).isEmpty();
        assertThat(text(send(Reply.status(200).declareLength(0).build()))).isEmpty();
    }

    /// Bytes of the wire, with line breaks as HTTP has them.
    private static Reply raw(String lines) {
        return Reply.raw(lines.replace("\n", "\r\n"));
    }

    @Test
    void interimAnswersArePassedOver() {
        UpstreamResponse response =
                send(
                        raw(
                                """
                                HTTP/1.1 100 Continue

                                HTTP/1.1 103 Early Hints
                                link: </a>

                                HTTP/1.1 200 OK
                                content-length: 2

                                ok\
                                """));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).isEmpty();
        assertThat(text(response)).isEqualTo("ok");
    }

    @Test
    void chunkExtensionsAndTrailersAreReadOver() {
        UpstreamResponse response =
                send(
                        raw(
                                """
                                HTTP/1.1 200 OK
                                transfer-encoding: chunked

                                2;a=b
                                ok
                                0
                                x-sum: 1

                                """));

        assertThat(text(response)).isEqualTo("ok");
    }

    @Test
    void partOfAChunkIsHandedOutBeforeTheRestIsThere() {
        Gate gate = new Gate();
        Reply reply =
                Reply.status(200)
                        .header("Transfer-Encoding", "chunked")
                        .framing(Framing.CLOSE)
                        .piece("7fffffff\r\nfirst")
                        .await(gate)
                        .build();
        UpstreamResponse response = send(reply);

        assertThat(some(response)).isEqualTo("first");
        gate.open();
        assertThat(kind(() -> text(response))).isEqualTo(ProviderKind.TRUNCATED);
    }

    @Test
    void bytesArriveAsTheyAreSent() {
        Gate gate = new Gate();
        UpstreamResponse response =
                send(
                        Reply.status(200)
                                .framing(Framing.CHUNKED)
                                .piece("one")
                                .await(gate)
                                .piece("two")
                                .build());

        assertThat(some(response)).isEqualTo("one");
        gate.open();
        assertThat(some(response)).isEqualTo("two");
        assertThat(response.read(new byte[1], 0, 1)).isEqualTo(-1);
        assertThat(response.read(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.9\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 99 OK\r\n\r\n",
                "HTTP/1.1 200 OK\ncontent-length: 0\n\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nbad name: 1\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 1x\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nlonger\r\n0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n"
            })
    void whatIsNoProperHttpIsMalformed(String bytes) {
        assertThat(kind(() -> text(send(Reply.raw(bytes))))).isEqualTo(ProviderKind.MALFORMED);
    }

    @Test
    void endlessHeadIsCut() {
        String head = "HTTP/1.1 200 OK\r\nx: " + "a".repeat(200_000);
        assertThat(kind(() -> send(Reply.raw(head)))).isEqualTo(ProviderKind.MALFORMED);

        String status = "HTTP/1.1 200 " + "a".repeat(200_000);
        assertThat(kind(() -> send(Reply.raw(status)))).isEqualTo(ProviderKind.MALFORMED);
    }
}
