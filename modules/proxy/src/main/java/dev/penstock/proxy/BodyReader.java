// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads request bodies: once, whole, bounded in size, in time, and in what all of them take.
final class BodyReader {

    private static final Set<String> UTF_8 = Set.of("charset=utf-8", "charset=utf8");
    private static final int FIRST_CHUNK = 16 * 1024;

    private final DataPlaneSettings settings;
    private final InFlightBytes inFlight;

    BodyReader(DataPlaneSettings settings) {
        this.settings = settings;
        this.inFlight = new InFlightBytes(settings.inFlightBytes(), settings.admission());
    }

    /// A body and the room that it takes.
    record Body(byte[] bytes, InFlightBytes.Hold hold) implements AutoCloseable {
        @Override
        public void close() {
            hold.close();
        }
    }

    /// Reads the body of a request.
    ///
    /// @throws FailureException of the caller, or BUSY
    /// @throws CloseConnectionException when the caller leaves before its body is complete
    Body read(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        checkType(headers);
        checkEncoding(headers);
        // A body without a length counts as the largest there may be until it is read: the server
        // collects each of its chunks before it shows it.
        boolean known = !headers.contains(HeaderNames.TRANSFER_ENCODING);
        long length = known ? headers.contentLength().orElse(0) : settings.maxBody();
        if (length > settings.maxBody()) {
            throw tooLarge();
        }
        InFlightBytes.Hold hold = inFlight.take(length);
        try {
            byte[] bytes = receive(request, (int) length, known);
            hold.shrink(bytes.length);
            return new Body(bytes, hold);
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private byte[] receive(ServerRequest request, int most, boolean known) {
        try {
            return collect(request.content().inputStream(), most, known);
        } catch (RequestException e) {
            throw refused(e);
        } catch (IllegalArgumentException | DataReader.IncorrectNewLineException _) {
            // How the server says that a chunk's head is nonsense.
            throw malformed();
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the caller left before its body was complete", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] collect(InputStream in, int most, boolean known) throws IOException {
        byte[] bytes = new byte[known ? most : Math.min(most, FIRST_CHUNK)];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                int next = in.read();
                if (next < 0) {
                    return bytes;
                }
                if (length == most) {
                    throw tooLarge();
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(most, bytes.length * 2L));
                bytes[length++] = (byte) next;
                continue;
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += read;
        }
    }

    private static void checkType(ServerRequestHeaders headers) {
        List<String> lines = headers.all(HeaderNames.CONTENT_TYPE, List::of);
        if (lines.isEmpty()) {
            return;
        }
        String[] parts = lines.getFirst().toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        boolean accepted =
                lines.size() == 1
                        && (type.equals("application/json")
                                || (type.startsWith("application/") && type.endsWith("+json")));
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace("\"", "").strip();
            accepted &= !parameter.startsWith("charset=") || UTF_8.contains(parameter);
        }
        if (!accepted) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.UNSUPPORTED_MEDIA_TYPE,
                            "the body must be JSON in UTF-8; send 'content-type: application/json'",
                            "content-type"));
        }
    }

    private static void checkEncoding(ServerRequestHeaders headers) {
        for (String line : headers.all(HeaderNames.CONTENT_ENCODING, List::of)) {
            if (!line.strip().equalsIgnoreCase("identity")) {
                throw new FailureException(
                        new Failure.Caller(
                                Failure.CallerKind.UNSUPPORTED_MEDIA_TYPE,
                                "compressed request bodies are not accepted; send the JSON as it is",
                                "content-encoding"));
            }
        }
    }

    private FailureException tooLarge() {
        return new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.TOO_LARGE,
                        "the request body is larger than %d bytes".formatted(settings.maxBody())));
    }

    private FailureException refused(RequestException e) {
        return switch (e.status().code()) {
            case 408 -> refused(Failure.CallerKind.TOO_SLOW, e);
            case 413 -> tooLarge();
            default ->
                    e instanceof Misframed
                            ? refused(Failure.CallerKind.BAD_REQUEST, e)
                            : malformed();
        };
    }

    private static FailureException refused(Failure.CallerKind kind, RequestException e) {
        String message = e instanceof Misframed ours ? ours.sentence() : "the request body is late";
        return new FailureException(new Failure.Caller(kind, message));
    }

    private static FailureException malformed() {
        return new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.BAD_REQUEST,
                        "the request body is not framed as HTTP/1.1 demands"));
    }
}
