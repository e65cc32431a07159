// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Checks the framing of a chunked body (RFC 9112, section 7.1) and hands it on in its plainest form:
/// sizes without signs, zeros or extensions, no trailers. What is only nearly chunked is refused.
final class ChunkedBody {

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        DONE
    }

    private static final int MOST_DIGITS = 16;
    private static final int MOST_EXTENSIONS = 16 * 1024;
    private static final int MOST_TRAILERS = 16 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final long most;
    private final ChunkExtension extension = new ChunkExtension();
    private State state = State.SIZE;
    private int digits;
    private long size;
    private long total;
    private long left;
    private int extensions;
    private byte[] trailer = new byte[0];
    private int trailers;

    /// @param most the largest body, in bytes
    ChunkedBody(long most) {
        this.most = most;
    }

    boolean done() {
        return state == State.DONE;
    }

    /// Reads bytes of the body.
    ///
    /// @param out gets what they mean
    /// @return where the body ends in them, or `to`
    int read(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
        int i = from;
        while (i < to && state != State.DONE) {
            switch (state) {
                case SIZE -> size(bytes[i++]);
                case EXTENSION -> {
                    if (++extensions > MOST_EXTENSIONS) {
                        throw Misframed.bad("the chunk extensions are too long");
                    }
                    if (extension.read(bytes[i++])) {
                        state = State.SIZE_LF;
                    }
                }
                case SIZE_LF -> {
                    lf(bytes[i++]);
                    sized(out);
                }
                case DATA -> {
                    int length = (int) Math.min(left, to - i);
                    out.write(bytes, i, length);
                    i += length;
                    left -= length;
                    state = left == 0 ? State.DATA_CR : State.DATA;
                }
                case DATA_CR -> {
                    if (bytes[i++] != '\r') {
                        throw Misframed.bad("a chunk does not end where its size says");
                    }
                    state = State.DATA_LF;
                }
                case DATA_LF -> {
                    lf(bytes[i++]);
                    out.writeBytes(CRLF);
                    state = State.SIZE;
                }
                case TRAILERS -> i = trailers(bytes, i, to, out);
                case DONE -> throw new IllegalStateException("the body is over");
            }
        }
        return i;
    }

    private void size(byte b) {
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        if (digit >= 0 && digits < MOST_DIGITS) {
            size = size << 4 | digit;
            digits++;
            if (size < 0) {
                throw Misframed.bad("a chunk size is too large");
            }
            return;
        }
        if (digits == 0 || digit >= 0 || (b != '\r' && b != ';')) {
            throw Misframed.bad("a chunk size is not a hexadecimal number");
        }
        extension.begin();
        state = b == '\r' ? State.SIZE_LF : State.EXTENSION;
    }

    private static void lf(byte b) {
        if (b != '\n') {
            throw Misframed.bad("a line of a chunked body ends with CR alone");
        }
    }

    private void sized(ByteArrayOutputStream out) {
        if (size == 0) {
            state = State.TRAILERS;
            return;
        }
        if (size > most - total) {
            throw Misframed.of(413, "the request body is larger than %d bytes".formatted(most));
        }
        total += size;
        left = size;
        out.writeBytes((Long.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        size = 0;
        digits = 0;
        state = State.DATA;
    }

    // Trailers are read line by line, checked, and dropped.
    private int trailers(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
        int lf = from;
        while (lf < to && bytes[lf] != '\n') {
            lf++;
        }
        int end = Math.min(lf + 1, to);
        trailers += end - from;
        if (trailers > MOST_TRAILERS) {
            throw Misframed.bad("the trailers are too long");
        }
        byte[] line = java.util.Arrays.copyOf(trailer, trailer.length + end - from);
        System.arraycopy(bytes, from, line, trailer.length, end - from);
        trailer = line;
        if (lf < to) {
            trailer = new byte[0];
            if (line.length == 2 && line[0] == '\r') {
                out.writeBytes(END);
                state = State.DONE;
            } else {
                checkTrailer(line);
            }
        }
        return end;
    }

    private static void checkTrailer(byte[] line) {
        FieldLine field = new FieldLine();
        if (field.read(line, 0, line.length) != line.length) {
            throw Misframed.bad("a trailer is not a header line");
        }
        for (String refused :
                new String[] {
                    "content-length",
                    "transfer-encoding",
                    "host",
                    "trailer",
                    "authorization",
                    "content-type",
                    "content-encoding"
                }) {
            if (field.named(line, refused)) {
                throw Misframed.bad("the header " + refused + " must not be a trailer");
            }
        }
    }
}
