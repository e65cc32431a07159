// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads HTTP/1.1 requests off a connection, headers in order and case as sent.
final class RequestParser {
    private static final int MAX_HEAD = 256 * 1024;
    private static final int MAX_BODY = 64 * 1024 * 1024;

    private final SocketInput in;

    RequestParser(SocketInput in) {
        this.in = in;
    }

    /// Everything before the body.
    record Head(String method, String target, String version, Headers headers) {
        boolean chunked() {
            return headers.first("transfer-encoding")
                    .map(coding -> coding.toLowerCase(Locale.ROOT).endsWith("chunked"))
                    .orElse(false);
        }

        long length() {
            return headers.first("content-length").map(digits -> number(digits, 10)).orElse(0L);
        }

        boolean hasBody() {
            return chunked() || length() > 0;
        }

        boolean asksForContinue() {
            return headers.first("expect").map("100-continue"::equalsIgnoreCase).orElse(false);
        }

        boolean closes() {
            return headers.first("connection").map("close"::equalsIgnoreCase).orElse(false);
        }
    }

    /// The next head, null when the connection ended between two requests.
    @Nullable Head head() throws IOException {
        String requestLine = line();
        if (requestLine == null) {
            return null;
        }
        String[] parts = requestLine.split(" ", 3);
        if (parts.length < 3) {
            throw new IOException("Not a request line: " + requestLine);
        }
        List<Header> headers = new ArrayList<>();
        String line = line();
        while (line != null && !line.isEmpty()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("Not a header line: " + line);
            }
            headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
            line = line();
        }
        if (line == null) {
            throw new IOException("The connection ended inside the headers");
        }
        return new Head(parts[0], parts[1], parts[2], new Headers(headers));
    }

    /// Reads the body into the sink in reads of at most `size` bytes.
    ///
    /// @return whether the body is complete
    boolean body(Head head, ByteArrayOutputStream sink, int size, PauseBetween pause)
            throws IOException {
        if (!head.chunked()) {
            return bytes(head.length(), sink, size, pause);
        }
        while (true) {
            String line = line();
            if (line == null) {
                return false;
            }
            int extension = line.indexOf(';');
            String digits = extension < 0 ? line : line.substring(0, extension);
            long length = number(digits.strip(), 16);
            if (length == 0) {
                return trailers();
            }
            if (!bytes(length, sink, size, pause) || line() == null) {
                return false;
            }
        }
    }

    /// What happens between two reads of a body.
    interface PauseBetween {
        void pause() throws IOException;
    }

    private static long number(String digits, int radix) {
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException garbled) {
            throw new UncheckedIOException(new IOException("Not a length: " + digits, garbled));
        }
    }

    private boolean trailers() throws IOException {
        String line = line();
        while (line != null && !line.isEmpty()) {
            line = line();
        }
        return line != null;
    }

    private boolean bytes(long length, ByteArrayOutputStream sink, int size, PauseBetween pause)
            throws IOException {
        byte[] chunk = new byte[Math.min(size, 16 * 1024)];
        long left = length;
        while (left > 0) {
            int read = in.read(chunk, (int) Math.min(chunk.length, left));
            if (read < 0) {
                return false;
            }
            sink.write(chunk, 0, read);
            if (sink.size() > MAX_BODY) {
                throw new IOException("The request body has more than " + MAX_BODY + " bytes");
            }
            left -= read;
            pause.pause();
        }
        return true;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            if (line.size() > MAX_HEAD) {
                throw new IOException("A line has more than " + MAX_HEAD + " bytes");
            }
            next = in.read();
        }
        if (next < 0 && line.size() == 0) {
            return null;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
