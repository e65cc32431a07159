// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Something an application asks a model for.
public sealed interface InferenceRequest permits ChatRequest, EmbeddingRequest, TokenCountRequest {

    /// What is asked for.
    Task task();

    /// The model by the name that applies where the request is: the caller's public name before
    /// planning, the provider's own name when it reaches a provider.
    String model();

    /// Whether the answer is wanted piece by piece.
    boolean stream();

    /// The same request for another model.
    InferenceRequest withModel(String name);
}
