// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.webserver.CloseConnectionException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stands between a caller's socket and the server, and lets requests through one by one: a head only
/// when it is complete and well-formed, then exactly the bytes of its body. Of a refused request
/// nothing reaches the server, nor does anything behind it.
///
/// Used by the one thread that serves the connection.
final class Framing implements Supplier<byte @Nullable []> {

    private static final byte[] NOTHING = {};

    private final CallerSocket socket;
    private final HeadScanner head;
    private final HeadClock clock;
    private final Door door;
    private final Duration bodyDeadline;
    private final long maxBody;

    // What was read behind the end of a request.
    private byte[] kept = NOTHING;
    private int keptFrom;

    private long left;
    private @Nullable ChunkedBody chunks;
    private boolean timed;
    private @Nullable Misframed broken;

    /// Who hears of a request that is refused.
    interface Door {
        /// A head is refused: it is to be answered.
        CloseConnectionException refuse(Misframed why, String method, String path);

        /// A body is refused; whoever reads it answers.
        void refused(Misframed why);
    }

    Framing(CallerSocket socket, HeadClock clock, DataPlaneSettings settings, Door door) {
        this.socket = socket;
        this.clock = clock;
        this.door = door;
        this.head = new HeadScanner(settings.edge());
        this.bodyDeadline = settings.bodyDeadline();
        this.maxBody = settings.maxBody();
    }

    /// Waits for bytes of a request.
    ///
    /// @return what came, or null at the end of the stream
    /// @throws Misframed when the body is not framed as it must be, or is not there in time
    /// @throws CloseConnectionException when the head was not; it has been answered
    @Override
    @SuppressWarnings("ReturnsNullCollection") // The server's contract: null is the end.
    public byte @Nullable [] get() {
        if (broken != null) {
            throw broken.again();
        }
        if (left == 0 && chunks == null) {
            return head();
        }
        try {
            return body();
        } catch (Misframed e) {
            broken = e;
            door.refused(e);
            throw e;
        }
    }

    private byte @Nullable [] head() {
        byte[] bytes = kept;
        int limit = bytes.length;
        head.begin(keptFrom);
        clock.await(keptFrom < limit);
        try {
            while (true) {
                int end = keptFrom < limit ? head.scan(bytes, limit) : FieldLine.MORE;
                if (end != FieldLine.MORE) {
                    clock.complete();
                    return admit(bytes, limit, end);
                }
                byte[] more = socket.get();
                if (more == null) {
                    return null;
                }
                clock.begun();
                if (limit == keptFrom) {
                    bytes = more;
                    limit = more.length;
                    keptFrom = 0;
                    head.begin(0);
                } else {
                    bytes = grown(bytes, limit, more.length);
                    System.arraycopy(more, 0, bytes, limit, more.length);
                    limit += more.length;
                }
            }
        } catch (Misframed e) {
            clock.complete();
            throw door.refuse(e, head.requestLine.method(bytes), head.requestLine.path(bytes));
        } finally {
            clock.stop();
        }
    }

    // A head is limited, so this is too.
    private static byte[] grown(byte[] bytes, int used, int more) {
        return used + more <= bytes.length
                ? bytes
                : Arrays.copyOf(bytes, Math.max(used + more, 2 * used));
    }

    private byte[] admit(byte[] bytes, int limit, int end) {
        chunks = head.chunked() ? new ChunkedBody(maxBody) : null;
        left = head.length();
        boolean whole =
                head.start() == 0
                        && limit == bytes.length
                        && chunks == null
                        && limit - end <= left
                        && !head.absolute();
        if (whole) {
            left -= limit - end;
            keep(NOTHING, 0, 0);
            return bytes;
        }
        byte[] request =
                head.absolute()
                        ? pathOnly(bytes, end)
                        : Arrays.copyOfRange(bytes, head.start(), end);
        keep(bytes, end, limit);
        return request;
    }

    // The server routes by path alone, and finds none in a whole URI.
    private byte[] pathOnly(byte[] bytes, int end) {
        RequestLine line = head.requestLine;
        ByteArrayOutputStream request = new ByteArrayOutputStream(end);
        request.write(bytes, head.start(), line.targetStart - head.start());
        if (line.authorityEnd == line.targetEnd || bytes[line.authorityEnd] == '?') {
            request.write('/');
        }
        request.write(bytes, line.authorityEnd, end - line.authorityEnd);
        return request.toByteArray();
    }

    private void keep(byte[] bytes, int from, int to) {
        kept = from == to ? NOTHING : to == bytes.length ? bytes : Arrays.copyOf(bytes, to);
        keptFrom = from == to ? 0 : from;
    }

    private byte @Nullable [] body() {
        while (true) {
            byte[] bytes = kept;
            int from = keptFrom;
            if (from == bytes.length) {
                byte[] more = await();
                if (more == null) {
                    return null;
                }
                bytes = more;
                from = 0;
            }
            byte[] out = chunks == null ? exact(bytes, from) : chunk(chunks, bytes, from);
            if (left == 0 && chunks == null && timed) {
                timed = false;
                socket.noDeadline();
            }
            if (out.length > 0) {
                return out;
            }
        }
    }

    private byte @Nullable [] await() {
        if (!timed) {
            timed = true;
            socket.deadline(bodyDeadline);
        }
        try {
            return socket.get();
        } catch (CallerSocket.TooSlow _) {
            throw Misframed.of(
                    408,
                    "the request body did not arrive within %d ms"
                            .formatted(bodyDeadline.toMillis()));
        }
    }

    private byte[] exact(byte[] bytes, int from) {
        int to = (int) Math.min(bytes.length, from + left);
        left -= to - from;
        keep(bytes, to, bytes.length);
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private byte[] chunk(ChunkedBody body, byte[] bytes, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length - from + 16);
        int to = body.read(bytes, from, bytes.length, out);
        if (body.done()) {
            chunks = null;
        }
        keep(bytes, to, bytes.length);
        return out.toByteArray();
    }
}
