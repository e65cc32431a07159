// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An outgoing request.
///
/// @param method such as `POST`
/// @param uri absolute
/// @param headers one value for each name; host, length and connection are set by the client
/// @param body the whole body, or null for none; must not change until the answer has begun
/// @param timeouts how long to wait
public record UpstreamRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        byte @Nullable [] body,
        Timeouts timeouts) {

    public UpstreamRequest {
        headers = Map.copyOf(headers);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "upstream URI has no host but must be absolute; check the base URL");
        }
    }

    /// Never shows header values, since they hold credentials.
    @Override
    public String toString() {
        return "UpstreamRequest[" + method + " " + uri.getHost() + uri.getPath() + "]";
    }
}
