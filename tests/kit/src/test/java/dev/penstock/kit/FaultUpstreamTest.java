// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultUpstreamTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String GET = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";

    private final FaultUpstream upstream = FaultUpstream.start(() -> Instant.EPOCH);
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(SOON).build();

    @AfterEach
    void close() {
        http.close();
        upstream.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(upstream.origin() + path))
                        .timeout(SOON)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void kitStandsOnTheModulePath() {
        assertThat(FaultUpstream.class.getModule().isNamed()).isTrue();
    }

    @Test
    void nthCallGetsNthReplyAndTheLastStays() throws Exception {
        upstream.script("/x", Reply.json(503, "1"), Reply.json(429, "2"), Reply.json(200, "3"));

        assertThat(post("/x", "").statusCode()).isEqualTo(503);
        assertThat(post("/x", "").statusCode()).isEqualTo(429);
        assertThat(post("/x", "").body()).isEqualTo("3");
        assertThat(post("/x", "").body()).isEqualTo("3");
    }

    @Test
    void unscriptedPathIs404() throws Exception {
        assertThat(post("/nothing", "").statusCode()).isEqualTo(404);
    }

    @Test
    void methodAndPathWinOverPath() throws Exception {
        upstream.script("/x", Reply.json(200, "any")).script("POST /x", Reply.json(200, "post"));

        assertThat(post("/x", "").body()).isEqualTo("post");
    }

    @Test
    void journalKeepsHeadersInOrderAndCase() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        try (RawClient client = new RawClient(upstream)) {
            client.send(
                    "POST /x?beta=true HTTP/1.1\r\nHOST: h\r\nX-b: 2\r\nx-A:1\r\nX-B: 3\r\n"
                            + "content-length: 5\r\n\r\nhe\0lo");
            client.readUntil("{}");
        }

        RecordedRequest request = upstream.journal().only().request();
        assertThat(request.requestLine()).isEqualTo("POST /x?beta=true HTTP/1.1");
        assertThat(request.path()).isEqualTo("/x");
        assertThat(request.query()).isEqualTo("beta=true");
        assertThat(request.headers().names())
                .containsExactly("HOST", "X-b", "x-A", "X-B", "content-length");
        assertThat(request.headers().all("x-b")).containsExactly("2", "3");
        assertThat(request.headers().first("X-a")).contains("1");
        assertThat(request.text()).isEqualTo("he\0lo");
        assertThat(request.complete()).isTrue();
        assertThat(request.arrived()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void chunkedRequestBodyIsJoined() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        try (RawClient client = new RawClient(upstream)) {
            client.sendHead("POST /x HTTP/1.1", "Host: h", "Transfer-Encoding: chunked");
            client.sendHead("3;ext=1", "abc", "2", "de", "0", "Trailer: t");
            client.readUntil("{}");
        }

        assertThat(upstream.journal().only().request().text()).isEqualTo("abcde");
    }

    @Test
    void connectionIsKeptAndCounted() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            client.readUntil("{}");
            client.send(GET);
            client.readUntil("{}");
            assertThat(upstream.journal().connectionsOpen()).isEqualTo(1);
        }

        assertThat(upstream.journal().requests())
                .extracting(RecordedRequest::connection)
                .containsExactly(1, 1);
        upstream.journal().awaitNoConnection(SOON);
        assertThat(upstream.journal().connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTurn() throws Exception {
        upstream.script("/x", Reply.json(200, "one"), Reply.json(200, "two"));
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET + GET);
            assertThat(client.readUntil("two")).contains("one");
        }
    }

    @Test
    void chunkedReplyHasOneChunkPerPiece() throws Exception {
        Reply reply = Reply.status(200).framing(Framing.CHUNKED).piece("ab").piece("cde").build();
        upstream.script("/x", reply);
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            assertThat(client.readUntil("0\r\n\r\n"))
                    .endsWith("\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
        }
    }

    @Test
    void closeDelimitedReplyEndsWithTheConnection() throws Exception {
        upstream.script("/x", Reply.status(200).framing(Framing.CLOSE).piece("all").build());
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            assertThat(client.readToEnd()).contains("Connection: close").endsWith("\r\n\r\nall");
        }
    }

    @Test
    void declaredLengthMayLie() throws Exception {
        upstream.script("/x", Reply.status(200).declareLength(10).piece("abc").cut().build());
        assertThatThrownBy(() -> post("/x", "")).isInstanceOf(IOException.class);
    }

    @Test
    void cutEndsInOrderAtTheGivenByte() throws Exception {
        upstream.script("/x", Reply.json(200, "{}").cutAt(20));
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            assertThat(client.readToEnd()).hasSize(20).startsWith("HTTP/1.1 200");
        }
        assertThat(upstream.journal().only().peerClosed()).isFalse();
        assertThat(upstream.journal().only().answered()).isTrue();
    }

    @Test
    void resetEndsHardAtTheGivenByte() throws Exception {
        upstream.script("/x", Reply.json(200, "{}").resetAt(20));
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void stepsAfterAnEndAreRefused() {
        ReplyBuilder ended = Reply.status(200).piece("a").reset();
        assertThatThrownBy(() -> ended.piece("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void smallPiecesArriveWhole() throws Exception {
        Reply reply = Reply.events(Sse.data("žluťoučký"), Sse.DONE).inPieces(1);
        upstream.script("/x", reply);
        assertThat(post("/x", "").body()).isEqualTo("data: žluťoučký\n\ndata: [DONE]\n\n");
    }

    @Test
    void wireLengthCountsHeadAndBody() throws Exception {
        Reply reply = Reply.status(200).framing(Framing.CLOSE).piece("abc").build();
        upstream.script("/x", reply);
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            assertThat(client.readToEnd()).hasSize((int) reply.wireLength());
        }
    }

    @Test
    void gzipReplyUnpacksToItsPieces() throws Exception {
        upstream.script(
                "/x",
                Reply.status(200).gzip().framing(Framing.CHUNKED).piece("ab").piece("cd").build());
        HttpResponse<byte[]> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(upstream.origin() + "/x"))
                                .timeout(SOON)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("abcd");
        }
    }

    @Test
    void gateHoldsTheRestUntilOpened() throws Exception {
        Gate gate = new Gate();
        upstream.script(
                "/x",
                Reply.status(200)
                        .framing(Framing.CHUNKED)
                        .piece("first")
                        .await(gate)
                        .piece("second")
                        .build());
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            client.readUntil("first");
            gate.awaitArrival(SOON);
            assertThat(upstream.journal().only().answered()).isFalse();
            gate.open();
            client.readUntil("second");
            upstream.journal().only().awaitAnswered(SOON);
        }
    }

    @Test
    void pauseDelaysTheNextPiece() throws Exception {
        upstream.script("/x", Reply.status(200).pause(Duration.ofMillis(80)).piece("late").build());
        assertThat(post("/x", "").body()).isEqualTo("late");
        assertThat(upstream.journal().only().awaitAnswered(SOON))
                .isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void leavingPeerIsSeenWhileTheUpstreamIsSilent() throws Exception {
        upstream.script("/x", Reply.never());
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            upstream.journal().await(1, SOON);
            assertThat(upstream.journal().only().peerClosed()).isFalse();
        }
        assertThat(upstream.journal().only().awaitPeerClosed(SOON)).isLessThan(SOON);
        assertThat(upstream.journal().only().answered()).isFalse();
    }

    @Test
    void finishedAnswerIsNoLeavingPeer() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            client.readUntil("{}");
            upstream.journal().only().awaitAnswered(SOON);
        }
        upstream.journal().awaitNoConnection(SOON);
        assertThat(upstream.journal().only().peerClosed()).isFalse();
    }

    @Test
    void bodyMayBeLeftUnread() throws Exception {
        upstream.script("/x", Reply.json(401, "no")).reading("/x", new BodyReading.Skipped());
        try (RawClient client = new RawClient(upstream)) {
            client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
            client.readUntil("no");
        }
        RecordedRequest request = upstream.journal().only().request();
        assertThat(request.complete()).isFalse();
        assertThat(request.body()).isEmpty();
    }

    @Test
    void slowReadingStillReadsEverything() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"))
                .reading("/x", new BodyReading.Slow(100, Duration.ofMillis(1)));
        String body = "b".repeat(2_000);
        post("/x", body);
        assertThat(upstream.journal().only().request().text()).isEqualTo(body);
    }

    @Test
    void gatedReadingWaitsForTheTest() throws Exception {
        Gate gate = new Gate();
        upstream.script("/x", Reply.json(200, "{}")).reading("/x", new BodyReading.Gated(gate));
        try (RawClient client = new RawClient(upstream)) {
            client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
            gate.awaitArrival(SOON);
            assertThat(upstream.journal().requests()).isEmpty();
            gate.open();
            client.readUntil("{}");
        }
        assertThat(upstream.journal().only().request().text()).isEqualTo("abc");
    }

    @Test
    void cutRequestBodyIsRecordedAsIncomplete() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        try (RawClient client = new RawClient(upstream)) {
            client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
        }
        RecordedRequest request = upstream.journal().await(1, SOON).request();
        assertThat(request.complete()).isFalse();
        assertThat(request.text()).isEqualTo("abc");
    }

    @Test
    void expectContinueIsAnswered() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        try (RawClient client = new RawClient(upstream)) {
            client.sendHead(
                    "POST /x HTTP/1.1", "Host: h", "Content-Length: 2", "Expect: 100-continue");
            client.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("ab");
            client.readUntil("{}");
        }
    }

    @Test
    void rawReplyIsWrittenAsItIs() throws Exception {
        upstream.script("/x", Reply.raw("not http at all"));
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            assertThat(client.readToEnd()).isEqualTo("not http at all");
        }
    }

    @Test
    void stoppedListenerRefusesAndComesBackOnTheSamePort() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        upstream.stopListening();
        assertThatThrownBy(() -> post("/x", "")).isInstanceOf(ConnectException.class);
        upstream.listenAgain();
        assertThat(post("/x", "").statusCode()).isEqualTo(200);
    }

    @Test
    void idleConnectionsCanBeDropped() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        try (RawClient client = new RawClient(upstream)) {
            client.send(GET);
            client.readUntil("{}");
            upstream.journal().only().awaitAnswered(SOON);
            upstream.dropIdleConnections();
            upstream.journal().awaitNoConnection(SOON);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void missedDeadlineTellsWhatWasThere() throws Exception {
        upstream.script("/x", Reply.json(200, "{}"));
        post("/x", "");
        assertThatThrownBy(() -> upstream.journal().await(2, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("request number 2")
                .hasMessageContaining("POST /x");
    }

    @Test
    void throwingResponderFailsTheClose() {
        FaultUpstream other = FaultUpstream.start();
        other.respond(
                "/x",
                request -> {
                    throw new IllegalStateException("wrong test");
                });
        assertThatThrownBy(() ->
                        http.send(
                                HttpRequest.newBuilder(URI.create(other.origin() + "/x"))
                                        .timeout(SOON)
                                        .build(),
                                HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(other::close)
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("wrong test");
    }
}
