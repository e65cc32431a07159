// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is known of an answer when its first content is there.
///
/// @param call the call's id
/// @param provider uid of the provider that answers
/// @param model the provider's name of the model that answers
/// @param attempts how many providers were called so far, this one included
/// @param dropped what of the request could not be carried, by the names of the caller's format
/// @param upstreamHeaders headers of the provider that callers of its format know; only of relayed
///     answers
/// @param upstreamId the provider's id of the request, or null
public record AnswerFacts(
        UUID call,
        String provider,
        String model,
        int attempts,
        List<String> dropped,
        Map<String, List<String>> upstreamHeaders,
        @Nullable String upstreamId) {

    public AnswerFacts {
        dropped = List.copyOf(dropped);
    }
}
