// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Plays replies on one connection.
final class Wire {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Socket socket;
    private final CompletableFuture<Void> peerEnded;
    private final CompletableFuture<Void> closing;

    Wire(Socket socket, CompletableFuture<Void> peerEnded, CompletableFuture<Void> closing) {
        this.socket = socket;
        this.peerEnded = peerEnded;
        this.closing = closing;
    }

    /// How a reply ended.
    enum Ending {
        /// The script was played; the connection may serve on.
        OPEN,
        /// The script was played and ended the connection.
        ENDED,
        /// The peer or the upstream went before the script was over.
        GIVEN_UP
    }

    /// Plays the script; `over` is run when its last byte is written, before a scripted end.
    Ending play(Reply reply, Runnable over) throws IOException {
        long left = reply.endAt();
        for (Step step : reply.steps()) {
            Ending ending =
                    switch (step) {
                        case Step.Write write -> {
                            int count = (int) Math.min(left, write.bytes().length);
                            write(write.bytes(), count, reply.pieceSize());
                            left -= count;
                            yield left == 0 ? end(reply.hardEnd(), over) : Ending.OPEN;
                        }
                        case Step.Pause pause -> await(pause.time(), true);
                        case Step.Await await -> await(await.gate());
                        case Step.Note note -> {
                            note.told().run();
                            yield Ending.OPEN;
                        }
                        case Step.Cut _ -> end(false, over);
                        case Step.Reset _ -> end(true, over);
                        case Step.Silence _ -> silence();
                    };
            if (ending != Ending.OPEN) {
                return ending;
            }
        }
        over.run();
        return Ending.OPEN;
    }

    void goOn() throws IOException {
        byte[] line = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        write(line, line.length, line.length);
    }

    /// Waits for the gate, unless the peer or the upstream goes first.
    Ending await(Gate gate) {
        CompletableFuture<Void> opened = gate.reached();
        Awaited.any(LONGEST_WAIT, opened, peerEnded, closing);
        return opened.isDone() ? Ending.OPEN : Ending.GIVEN_UP;
    }

    /// Waits that long, unless the upstream goes first.
    Ending await(Duration time, boolean alsoPeer) {
        boolean gone =
                alsoPeer ? Awaited.any(time, closing, peerEnded) : Awaited.any(time, closing);
        return gone ? Ending.GIVEN_UP : Ending.OPEN;
    }

    private void write(byte[] bytes, int count, int pieceSize) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (int at = 0; at < count; at += Math.min(pieceSize, count - at)) {
            out.write(bytes, at, Math.min(pieceSize, count - at));
            out.flush();
        }
    }

    private Ending end(boolean hard, Runnable over) throws IOException {
        over.run();
        if (hard) {
            socket.setSoLinger(true, 0);
        } else {
            socket.shutdownOutput();
            // Closing with unread bytes would reset; the peer gets time to read to the end first.
            Awaited.any(FAREWELL, peerEnded, closing);
        }
        socket.close();
        return Ending.ENDED;
    }

    private Ending silence() {
        Awaited.any(LONGEST_WAIT, peerEnded, closing);
        return Ending.GIVEN_UP;
    }
}
