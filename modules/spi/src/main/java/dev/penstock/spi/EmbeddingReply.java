// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.EmbeddingAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Vectors that a provider has made.
///
/// @param answer as many as there were inputs
/// @param dropped what of the request the provider's format could not carry, by the names of the
///     caller's format; empty when nothing was lost
/// @param upstreamId the provider's id of the request, or null
public record EmbeddingReply(
        EmbeddingAnswer answer, List<String> dropped, @Nullable String upstreamId) {

    public EmbeddingReply {
        dropped = List.copyOf(dropped);
    }
}
