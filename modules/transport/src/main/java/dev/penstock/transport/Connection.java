// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A socket with an HTTP peer. Used by one thread at a time; [#close] from any.
final class Connection {

    // A stream that is open for long mostly brings one event at a time.
    private static final int SMALL_READ = 4 * 1024;
    private static final int READ = 16 * 1024;

    private final Origin origin;
    private final Socket raw;
    private final DataReader reader = DataReader.create(this::pull);
    private byte[] buffer = new byte[SMALL_READ];
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private Alarms.@Nullable Alarm alarm;
    private long idleNanos;
    private long deadline;
    private boolean heard;
    private boolean reused;
    private long idleSince;

    /// @param raw not yet connected
    Connection(Origin origin, Socket raw) {
        this.origin = origin;
        this.raw = raw;
    }

    Origin origin() {
        return origin;
    }

    /// The socket below TLS.
    Socket raw() {
        return raw;
    }

    /// Says that the connection stands.
    ///
    /// @param layered the socket to talk through, the raw one or one over it
    void established(Socket layered) throws IOException {
        in = layered.getInputStream();
        out = layered.getOutputStream();
    }

    /// What arrives. Its reads throw [UncheckedIOException] and obey [#patience].
    DataReader reader() {
        return reader;
    }

    /// Bounds the reads that follow.
    ///
    /// @param idle nanoseconds that one read waits
    /// @param until `nanoTime` that no read waits beyond
    void patience(long idle, long until) {
        idleNanos = idle;
        deadline = until;
    }

    /// Begins an exchange.
    ///
    /// @param closing closes the connection when a read or a write takes too long
    void begin(Alarms.Alarm closing) {
        alarm = closing;
        heard = false;
    }

    /// Whether a byte has come since [#begin].
    boolean heard() {
        return heard;
    }

    /// Whether an exchange was made on it before this one.
    boolean reused() {
        return reused;
    }

    void write(byte[] head, byte @Nullable [] body) throws IOException {
        if (body == null || body.length == 0) {
            out.write(head);
        } else if (head.length + body.length <= READ) {
            byte[] whole = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            out.write(whole);
        } else {
            out.write(head);
            out.write(body);
        }
        out.flush();
    }

    /// Says that the exchange is over and another may follow.
    void rest() {
        reused = true;
        if (buffer.length > SMALL_READ) {
            buffer = new byte[SMALL_READ];
        }
        idleSince = System.nanoTime();
    }

    long restingNanos() {
        return System.nanoTime() - idleSince;
    }

    private byte @Nullable [] pull() {
        try {
            int read = await();
            if (read < 0) {
                return null;
            }
            heard = true;
            if (read < buffer.length) {
                return Arrays.copyOf(buffer, read);
            }
            byte[] full = buffer;
            buffer = new byte[READ];
            return full;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A timeout of the socket itself would cost a timer for every read.
    private int await() throws IOException {
        long now = System.nanoTime();
        Alarms.Alarm closing = alarm;
        if (closing == null || deadline - now <= 0) {
            throw new SocketTimeoutException("deadline");
        }
        closing.due(idleNanos < deadline - now ? now + idleNanos : deadline);
        int read = in.read(buffer);
        closing.due(deadline);
        return read;
    }

    /// The earlier of two values of `nanoTime`.
    static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /// Closes the socket below TLS: nothing waits for a farewell, and a thread that reads or writes
    /// is released at once.
    void close() {
        try {
            raw.close();
        } catch (IOException _) {
            // It is of no use any more either way.
        }
    }
}
