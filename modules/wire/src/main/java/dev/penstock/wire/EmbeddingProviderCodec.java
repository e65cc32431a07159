// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.WireFormat;

/// The gateway as a client of vectors in one format.
public interface EmbeddingProviderCodec extends RelayCodec {

    /// The codec of a format.
    ///
    /// @throws IllegalArgumentException when the format carries no embeddings
    static EmbeddingProviderCodec of(WireFormat format) {
        return switch (format) {
            case OPENAI_EMBEDDINGS -> new OpenAiEmbeddingProviderCodec();
            case OPENAI_CHAT,
                    ANTHROPIC_MESSAGES,
                    ANTHROPIC_TOKEN_COUNT,
                    OPENAI_COMPLETIONS,
                    OPENAI_RESPONSES,
                    GEMINI,
                    GEMINI_TOKEN_COUNT ->
                    throw new IllegalArgumentException(format.id() + " carries no embeddings");
        };
    }

    /// Encodes a request for the provider.
    ///
    /// @param request with the provider's own model name
    /// @param dialect what this provider wants otherwise than the format's author
    /// @return body and losses
    /// @throws dev.penstock.inference.FailureException of the caller when the request says something
    ///     that must not be dropped
    EncodedRequest encode(EmbeddingRequest request, Dialect dialect);

    /// Decodes a whole answer.
    ///
    /// @param body JSON, not changed
    /// @throws dev.penstock.inference.FailureException of the provider: an error inside a success, or
    ///     what is not one vector of finite numbers for each index
    EmbeddingAnswer read(byte[] body);
}
