// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes a stream of events to a caller: content by the thread that pulls it, comments by whoever
/// finds the stream silent. The lock is held over a write, never over a wait for content.
final class StreamWriter {

    private static final byte[] COMMENT = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] BLANK = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ReentrantLock lock = new ReentrantLock();
    private final ServerResponse response;
    private final WriteClock clock;

    private Consumer<ServerResponse> head;
    private @Nullable OutputStream out;
    private boolean atBoundary = true;
    private boolean over;
    private volatile long lastSent = System.nanoTime();

    /// A writer that has sent nothing yet.
    ///
    /// @param head sets the headers that are known before there is an answer
    StreamWriter(ServerResponse response, WriteClock clock, Consumer<ServerResponse> head) {
        this.response = response;
        this.clock = clock;
        this.head = head;
    }

    /// Replaces the headers by those of the answer; too late when a heartbeat was sent.
    void head(Consumer<ServerResponse> better) {
        lock.lock();
        try {
            head = better;
        } finally {
            lock.unlock();
        }
    }

    /// Writes and flushes.
    ///
    /// @param boundary whether a comment may follow
    /// @throws ServerConnectionException when the caller has gone
    void write(byte[] bytes, int offset, int length, boolean boundary) {
        lock.lock();
        try {
            if (length > 0) {
                send(bytes, offset, length);
            }
            atBoundary = boundary;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the heartbeats.
    ///
    /// @return whether anything was sent before
    boolean endBeats() {
        lock.lock();
        try {
            over = true;
            return out != null;
        } finally {
            lock.unlock();
        }
    }

    /// Ends a stream regularly: heartbeats stop, and the head leaves even when no content ever did.
    void finish() {
        if (!endBeats()) {
            head.accept(response);
            out = response.outputStream();
        }
    }

    /// Ends a stream by an event of its own, wherever it was cut.
    void fail(byte[] event) {
        if (!atBoundary) {
            write(BLANK, 0, BLANK.length, true);
        }
        write(event, 0, event.length, true);
    }

    /// Whether nothing was sent for so many nanoseconds.
    boolean silentFor(long nanos, long now) {
        return now - lastSent >= nanos;
    }

    /// Writes a comment, if one may stand here and now.
    ///
    /// @throws ServerConnectionException when the caller has gone
    void beat(long silence) {
        lock.lock();
        try {
            if (!over && atBoundary && silentFor(silence, System.nanoTime())) {
                send(COMMENT, 0, COMMENT.length);
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        clock.begin();
        try {
            OutputStream stream = out;
            if (stream == null) {
                head.accept(response);
                stream = response.outputStream();
                out = stream;
            }
            stream.write(bytes, offset, length);
            stream.flush();
            lastSent = System.nanoTime();
        } catch (IOException e) {
            throw new ServerConnectionException("a write to the caller failed", e);
        } finally {
            clock.end();
        }
    }
}
