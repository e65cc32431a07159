// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Texts to be turned into vectors, one for each.
///
/// @param model see [InferenceRequest#model]
/// @param inputs the texts, in the order of the wanted vectors; not empty
/// @param dimensions the wanted length of the vectors, or null for the model's own
/// @param endUser an opaque name of the caller's own user, or null
/// @param extras top-level members of the caller's body that have no word here, in order, by their
///     name in `origin`; a codec of the same format may send them on, others report them as dropped
/// @param origin the format that the request was decoded from
public record EmbeddingRequest(
        String model,
        List<String> inputs,
        @Nullable Integer dimensions,
        @Nullable String endUser,
        Map<String, JsonText> extras,
        WireFormat origin)
        implements InferenceRequest {

    public EmbeddingRequest {
        Checks.notBlank(model, "model");
        inputs = List.copyOf(inputs);
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("input is empty but must hold at least one text");
        }
        if (dimensions != null) {
            Checks.positive(dimensions, "number of dimensions");
        }
    }

    @Override
    public Task task() {
        return Task.EMBEDDING;
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public EmbeddingRequest withModel(String name) {
        return new EmbeddingRequest(name, inputs, dimensions, endUser, extras, origin);
    }
}
