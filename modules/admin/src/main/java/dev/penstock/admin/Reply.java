// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a route answers.
///
/// @param status the HTTP status
/// @param body a record to be written as JSON, or null for none
/// @param cookies values of `set-cookie`
/// @param etag value of `etag`, or empty for none
record Reply(int status, @Nullable Object body, List<String> cookies, Optional<String> etag) {

    private Reply(int status, @Nullable Object body) {
        this(status, body, List.of(), Optional.empty());
    }

    static Reply ok(Object body) {
        return new Reply(200, body);
    }

    static Reply created(Object body) {
        return new Reply(201, body);
    }

    static Reply nothing() {
        return new Reply(204, null);
    }

    Reply withCookie(String cookie) {
        return new Reply(status, body, List.of(cookie), etag);
    }

    /// The same of a thing in a revision, which a caller can name in `if-match`.
    Reply of(long revision) {
        return new Reply(status, body, cookies, Optional.of("\"" + revision + "\""));
    }

    /// A body that is written while it is made, with its own content type.
    interface Streamed {
        /// Sends it.
        ///
        /// @throws io.helidon.webserver.CloseConnectionException when it could not be sent whole
        void send(ServerResponse response);
    }

    /// JSON that is written already.
    @SuppressWarnings("ArrayRecordComponent")
    record Document(byte[] json) {}

    /// A part of a list.
    ///
    /// @param data the things
    /// @param next what to send as `after` for those that follow, or null when there are none
    record Page(List<?> data, @Nullable String next) {}
}
