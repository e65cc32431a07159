// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import dev.penstock.spi.UpstreamRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes the head of a request (RFC 9112, sections 3 and 5).
final class RequestHead {

    private static final String SIGNS_OF_TOKENS = "!#$%&'*+.^_`|~-";
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (int c = 0; c < TOKEN.length; c++) {
            TOKEN[c] =
                    (c >= '0' && c <= '9')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || SIGNS_OF_TOKENS.indexOf(c) >= 0;
        }
    }

    /// What frames the message is this client's business, and it neither upgrades nor asks for 100.
    private static final Set<String> OURS =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "upgrade",
                    "expect");

    private RequestHead() {}

    /// @throws IllegalArgumentException when method, a name or a value cannot be sent; the message
    ///     repeats no value
    static byte[] of(UpstreamRequest request, Origin origin) {
        Map<String, String> headers = new TreeMap<>();
        // Answers are passed on as they come, so they must not come compressed.
        headers.put("accept-encoding", "identity");
        headers.put("user-agent", "penstock");
        request.headers()
                .forEach((name, value) ->
                        headers.put(
                                token(name, "header name").toLowerCase(Locale.ROOT),
                                value(name, value)));
        headers.keySet().removeAll(OURS);

        StringBuilder head = new StringBuilder(512);
        head.append(token(request.method(), "method")).append(' ');
        head.append(target(request.uri())).append(" HTTP/1.1\r\n");
        head.append("host: ").append(origin.authority()).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] body = request.body();
        if (body != null || !request.method().equals("GET")) {
            head.append("content-length: ").append(body == null ? 0 : body.length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String target(URI uri) {
        URI ascii = ascii(uri.toString()) ? uri : URI.create(uri.toASCIIString());
        String path = ascii.getRawPath();
        String query = ascii.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static String token(String text, String thing) {
        if (!isToken(text)) {
            throw new IllegalArgumentException(
                    thing + " of an upstream request is not a token of RFC 9110; rename it");
        }
        return text;
    }

    private static String value(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException(
                        "value of header '"
                                + name
                                + "' holds a character that no header may hold; remove it");
            }
        }
        return value;
    }
}
