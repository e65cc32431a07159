// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/// Serves one accepted socket until one side ends it.
final class Connection implements Runnable {
    private final FaultUpstream upstream;
    private final Socket socket;
    private final int number;
    private final SocketInput in;
    private final RequestParser parser;
    private final Wire wire;
    private volatile boolean idle = true;

    Connection(FaultUpstream upstream, Socket socket, CompletableFuture<Void> closing)
            throws IOException {
        this.upstream = upstream;
        this.socket = socket;
        this.number = upstream.journal().connectionOpened();
        this.in = new SocketInput(socket.getInputStream());
        this.parser = new RequestParser(in);
        this.wire = new Wire(socket, in.ended(), closing);
    }

    @Override
    public void run() {
        Thread.ofVirtual().name("kit-ahead-" + number).start(in::pump);
        try (socket) {
            boolean reusable = true;
            while (reusable) {
                idle = true;
                in.bounded(true);
                RequestParser.Head head = parser.head();
                idle = false;
                reusable = head != null && serve(head);
            }
        } catch (IOException | UncheckedIOException gone) {
            // A peer that leaves or a connection we dropped ends the service; the exchange says so.
        } finally {
            upstream.ended(this);
        }
    }

    /// Closes the socket, if asked only when no request is being served.
    void drop(boolean onlyIdle) {
        if (onlyIdle && !idle) {
            return;
        }
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // Nothing is left to close.
        }
    }

    private boolean serve(RequestParser.Head head) throws IOException {
        Route route = upstream.route(head.method(), path(head.target()));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = read(head, route.reading(), body);
        RecordedRequest request =
                new RecordedRequest(
                        number,
                        head.method(),
                        head.target(),
                        head.version(),
                        head.headers(),
                        body.toByteArray(),
                        complete,
                        upstream.now());
        Exchange exchange = new Exchange(request, System.nanoTime());
        in.bounded(false);
        CompletableFuture<Void> _ = in.ended().thenRun(exchange::peerLeft);
        Reply reply = route.answer(request, upstream);
        upstream.journal().add(exchange);
        return play(reply, exchange) == Wire.Ending.OPEN && complete && !head.closes();
    }

    private Wire.Ending play(Reply reply, Exchange exchange) throws IOException {
        try {
            return wire.play(
                    reply,
                    () -> {
                        idle = true;
                        exchange.finished();
                    });
        } catch (IOException gone) {
            exchange.peerLeft();
            throw gone;
        }
    }

    private boolean read(RequestParser.Head head, BodyReading reading, ByteArrayOutputStream body)
            throws IOException {
        if (!head.hasBody()) {
            return true;
        }
        if (head.asksForContinue() && !(reading instanceof BodyReading.Skipped)) {
            wire.goOn();
        }
        return switch (reading) {
            case BodyReading.Skipped _ -> false;
            case BodyReading.Whole _ -> parser.body(head, body, Integer.MAX_VALUE, () -> {});
            case BodyReading.Slow slow ->
                    parser.body(head, body, slow.bytes(), () -> wire.await(slow.pause(), false));
            case BodyReading.Gated gated ->
                    wire.await(gated.gate()) == Wire.Ending.OPEN
                            && parser.body(head, body, Integer.MAX_VALUE, () -> {});
        };
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
