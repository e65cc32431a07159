// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.WireFormat;

/// The gateway as a client of a counter of tokens.
public interface TokenCountProviderCodec extends RelayCodec {

    /// The codec of a format.
    ///
    /// @throws IllegalArgumentException when the format carries no counts
    static TokenCountProviderCodec of(WireFormat format) {
        return switch (format) {
            case ANTHROPIC_TOKEN_COUNT -> new AnthropicTokenCountProviderCodec();
            case OPENAI_CHAT,
                    ANTHROPIC_MESSAGES,
                    OPENAI_EMBEDDINGS,
                    OPENAI_COMPLETIONS,
                    OPENAI_RESPONSES,
                    GEMINI,
                    GEMINI_TOKEN_COUNT ->
                    throw new IllegalArgumentException(format.id() + " carries no counts");
        };
    }

    /// Encodes what is to be counted: the conversation as it would be sent.
    ///
    /// @param conversation with the provider's own model name
    /// @param dialect what this provider wants otherwise than the format's author
    /// @throws dev.penstock.inference.FailureException as [ProviderCodec#encode]
    EncodedRequest encode(ChatRequest conversation, Dialect dialect);

    /// Decodes a count.
    ///
    /// @return input tokens
    /// @throws dev.penstock.inference.FailureException of the provider: an error inside a success, or
    ///     no count
    long read(byte[] body);
}
