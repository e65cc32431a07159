// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the model shall generate. Null (or an empty list) means that the caller said nothing.
///
/// @param maxOutputTokens upper bound of generated tokens, reasoning included
/// @param temperature OpenAI's range, 0 to 2; codecs of narrower formats clamp it
/// @param topP nucleus sampling, 0 to 1
/// @param topK sampling among the k likeliest tokens
/// @param stop texts that end the answer, in the caller's order
/// @param seed asks for repeatable sampling
/// @param presencePenalty −2 to 2
/// @param frequencyPenalty −2 to 2
/// @param choices how many answers (`n`); null stands for 1
/// @param reasoningEffort `none`, `minimal`, `low`, `medium`, `high`, `xhigh` or `max`
/// @param reasoningBudget tokens for thinking, of callers that give a number
/// @param responseFormat the shape of the answer
/// @param endUser an opaque name of the caller's own user
public record GenerationSettings(
        @Nullable Long maxOutputTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long topK,
        List<String> stop,
        @Nullable Long seed,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Integer choices,
        @Nullable String reasoningEffort,
        @Nullable Long reasoningBudget,
        @Nullable ResponseFormat responseFormat,
        @Nullable String endUser) {

    public GenerationSettings {
        stop = List.copyOf(stop);
        if (choices != null) {
            Checks.positive(choices, "number of choices");
        }
        if (maxOutputTokens != null) {
            Checks.notNegative(maxOutputTokens, "maximum of output tokens");
        }
    }

    /// Settings in which nothing is said.
    public static GenerationSettings unset() {
        return new GenerationSettings(
                null, null, null, null, List.of(), null, null, null, null, null, null, null, null);
    }
}
