// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.EventStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer in words that has begun.
///
/// @param events the rest of it; to be closed by the receiver
/// @param dropped what of the request the provider's format could not carry, by the names of the
///     caller's format; empty when nothing was lost
/// @param upstreamId the provider's id of the request, or null
public record ChatReply(EventStream events, List<String> dropped, @Nullable String upstreamId) {

    public ChatReply {
        dropped = List.copyOf(dropped);
    }

    /// An answer without losses and without an id of its own.
    public static ChatReply of(EventStream events) {
        return new ChatReply(events, List.of(), null);
    }
}
