// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.http.Http1HeadersParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The head of an answer (RFC 9112, sections 4 to 6).
///
/// @param status the final status
/// @param headers by lower-case name, without those of the connection
/// @param body what the framing says
/// @param persistent whether the peer keeps the connection
record ResponseHead(int status, Map<String, List<String>> headers, Body body, boolean persistent) {

    private static final int STATUS_LINE = 4 * 1024;
    private static final int HEADERS = 64 * 1024;
    private static final int INTERIM_ANSWERS = 16;
    private static final int LONGEST_LENGTH = 18;

    /// Headers that speak of the connection or of this gateway's own relation with the provider.
    private static final Set<String> OURS =
            Set.of(
                    "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authentication-info",
                    "proxy-connection",
                    "set-cookie",
                    "set-cookie2",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private record StatusLine(boolean http11, int status) {}

    /// Reads a head, over interim answers (1xx) to the final one.
    ///
    /// @throws RuntimeException of the reader, or when this is not HTTP
    static ResponseHead read(DataReader reader) {
        for (int i = 0; i < INTERIM_ANSWERS; i++) {
            StatusLine line = statusLine(reader);
            Headers headers = Http1HeadersParser.readHeaders(reader, HEADERS, true);
            if (line.status() >= 200) {
                return of(line, byName(headers));
            }
            if (line.status() == 101) {
                throw new IllegalStateException("upgrade that nobody asked for");
            }
        }
        throw new IllegalStateException("no final answer");
    }

    private static StatusLine statusLine(DataReader reader) {
        int end = reader.findNewLine(STATUS_LINE);
        if (end == STATUS_LINE) {
            throw new IllegalStateException("status line is too long");
        }
        String line = reader.readAsciiString(end);
        reader.skip(2);
        boolean http11 = line.startsWith("HTTP/1.1 ");
        boolean complete = line.length() == 12 || (line.length() > 12 && line.charAt(12) == ' ');
        if (!complete || !(http11 || line.startsWith("HTTP/1.0 "))) {
            throw new IllegalStateException("no status line of HTTP/1");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            status = status * 10 + Character.digit(line.charAt(i), 10);
        }
        if (status < 100 || status > 599) {
            throw new IllegalStateException("status is no number from 100 to 599");
        }
        return new StatusLine(http11, status);
    }

    private static Map<String, List<String>> byName(Headers headers) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (Header header : headers) {
            List<String> values =
                    byName.computeIfAbsent(
                            header.headerName().lowerCase(), _ -> new ArrayList<>(1));
            for (String value : header.allValues()) {
                values.add(value.strip());
            }
        }
        return byName;
    }

    private static ResponseHead of(StatusLine line, Map<String, List<String>> all) {
        Set<String> connection = tokens(all.getOrDefault("connection", List.of()));
        Body body = body(line.status(), all);
        boolean persistent =
                !connection.contains("close")
                        && (line.http11() || connection.contains("keep-alive"))
                        && !(body instanceof Body.UntilClose);
        Map<String, List<String>> passed = new TreeMap<>();
        all.forEach((name, values) -> {
            if (!OURS.contains(name) && !connection.contains(name)) {
                passed.put(name, List.copyOf(values));
            }
        });
        return new ResponseHead(line.status(), passed, body, persistent);
    }

    /// Strict, because two readers that frame one message differently can be played off against each
    /// other.
    private static Body body(int status, Map<String, List<String>> headers) {
        List<String> coding = headers.getOrDefault("transfer-encoding", List.of());
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        if (status == 204 || status == 304) {
            return new Body.OfLength(0);
        }
        if (!coding.isEmpty()) {
            if (!lengths.isEmpty()
                    || coding.size() > 1
                    || !coding.getFirst().equalsIgnoreCase("chunked")) {
                throw new IllegalStateException("framing is ambiguous or unknown");
            }
            return new Body.Chunked();
        }
        if (lengths.isEmpty()) {
            return new Body.UntilClose();
        }
        String length = lengths.getFirst();
        for (String other : lengths) {
            if (!other.equals(length)) {
                throw new IllegalStateException("content-length is no number");
            }
        }
        return new Body.OfLength(number(length));
    }

    private static long number(String digits) {
        boolean number = !digits.isEmpty() && digits.length() <= LONGEST_LENGTH;
        long value = 0;
        for (int i = 0; number && i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            number = digit >= 0 && digit <= 9;
            value = value * 10 + digit;
        }
        if (!number) {
            throw new IllegalStateException("content-length is no number");
        }
        return value;
    }

    private static Set<String> tokens(List<String> values) {
        if (values.isEmpty()) {
            return Set.of();
        }
        Set<String> tokens = new HashSet<>();
        for (String value : values) {
            for (String token : value.split(",", -1)) {
                tokens.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        return tokens;
    }
}
