// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a route answers.
///
/// @param status the HTTP status
/// @param body a record to be written as JSON, or null for none
/// @param cookies values of `set-cookie`
record Reply(int status, @Nullable Object body, List<String> cookies) {

    static Reply ok(Object body) {
        return new Reply(200, body, List.of());
    }

    static Reply created(Object body) {
        return new Reply(201, body, List.of());
    }

    static Reply nothing() {
        return new Reply(204, null, List.of());
    }

    Reply withCookie(String cookie) {
        return new Reply(status, body, List.of(cookie));
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

    /// A list as the API answers it.
    ///
    /// @param data the things
    record Listing(List<?> data) {}
}
