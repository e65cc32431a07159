// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.RawRequest;
import dev.penstock.inference.TokenCountRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway as a counter of tokens in one format. Failures are told as in the format's
/// conversations ([CallerCodec]).
public interface TokenCountCallerCodec {

    /// The codec of a format.
    ///
    /// @throws IllegalArgumentException when the format carries no counts
    static TokenCountCallerCodec of(WireFormat format) {
        return switch (format) {
            case ANTHROPIC_TOKEN_COUNT -> new AnthropicTokenCountCallerCodec();
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

    /// The format.
    WireFormat format();

    /// Finds the members that the gateway acts on; as [CallerCodec#scan(byte[], Map, Addressed)].
    ///
    /// @param addressed what the path says, or null where the body says it
    /// @throws dev.penstock.inference.FailureException of the caller, naming member and place
    RawRequest scan(byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed);

    /// Decodes a whole request.
    ///
    /// @throws dev.penstock.inference.FailureException of the caller, naming member and rule
    TokenCountRequest decode(RawRequest raw);

    /// Encodes a count.
    ///
    /// @param tokens input tokens
    /// @return a JSON body
    byte[] encode(long tokens);
}
