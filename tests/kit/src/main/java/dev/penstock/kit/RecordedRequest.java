// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/// One request as the upstream received it.
///
/// @param connection number of the connection, counted from 1 in the order of acceptance
/// @param method the method, for example `POST`
/// @param target the request target exactly as sent, query included
/// @param version the protocol version as sent, for example `HTTP/1.1`
/// @param headers the header lines
/// @param body the body with chunked framing removed; what had been read when the body was cut or
///     deliberately left unread
/// @param complete whether the whole body was read
/// @param arrived when the last byte that was read had arrived
public record RecordedRequest(
        int connection,
        String method,
        String target,
        String version,
        Headers headers,
        byte[] body,
        boolean complete,
        Instant arrived) {
    /// Copies the body, so that what was recorded stays what it was.
    public RecordedRequest {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(arrived, "arrived");
        body = body.clone();
    }

    /// A copy of the body.
    @Override
    public byte[] body() {
        return body.clone();
    }

    /// The body as UTF-8 text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The target up to the query, percent-encoding untouched.
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// What follows the first question mark, empty if there is none.
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /// The request line as sent.
    public String requestLine() {
        return method + " " + target + " " + version;
    }

    @Override
    public String toString() {
        return "#" + connection + " " + requestLine() + " (" + body.length + " bytes)";
    }
}
