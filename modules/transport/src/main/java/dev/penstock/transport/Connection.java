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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A socket with an HTTP peer. Used by one thread at a time; [#close] from any.
final class Connection {

    private static final int READ = 16 * 1024;

    private final Origin origin;
    private final Socket raw;
    private final DataReader reader = DataReader.create(this::pull);
    private final byte[] buffer = new byte[READ];
    private Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private long idleNanos;
    private long deadline;
    private boolean heard;
    private boolean reused;
    private long idleSince;

    /// @param raw not yet connected
    Connection(Origin origin, Socket raw) {
        this.origin = origin;
        this.raw = raw;
        this.socket = raw;
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
        socket = layered;
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
    void begin() {
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
        idleSince = System.nanoTime();
    }

    long restingNanos() {
        return System.nanoTime() - idleSince;
    }

    private byte @Nullable [] pull() {
        try {
            long wait = Math.min(idleNanos, deadline - System.nanoTime());
            if (wait <= 0) {
                throw new SocketTimeoutException("deadline");
            }
            socket.setSoTimeout(Math.clamp(ceilMillis(wait), 1, Integer.MAX_VALUE));
            int read = in.read(buffer);
            if (read < 0) {
                return null;
            }
            heard = true;
            return Arrays.copyOf(buffer, read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ceilMillis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
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
