// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The vectors of an [EmbeddingRequest].
///
/// @param model the model that the provider says it used, or empty
/// @param vectors one for each input, in its order; shared and never changed by anyone
/// @param usage what the provider counted, or null when it did not say
public record EmbeddingAnswer(String model, List<float[]> vectors, @Nullable Usage usage) {

    public EmbeddingAnswer {
        vectors = List.copyOf(vectors);
    }
}
