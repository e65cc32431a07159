// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway as a server of vectors in one format. Failures are told as in the format's
/// conversations ([CallerCodec]).
public interface EmbeddingCallerCodec {

    /// The codec of a format.
    ///
    /// @throws IllegalArgumentException when the format carries no embeddings
    static EmbeddingCallerCodec of(WireFormat format) {
        return switch (format) {
            case OPENAI_EMBEDDINGS -> new OpenAiEmbeddingCallerCodec();
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

    /// The format.
    WireFormat format();

    /// Finds the members that the gateway acts on; as [CallerCodec#scan(byte[], Map, Addressed)].
    ///
    /// @param addressed what the path says, or null where the body says it
    /// @throws dev.penstock.inference.FailureException of the caller, naming member and place
    RawRequest scan(byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed);

    /// Decodes a whole request.
    ///
    /// @throws dev.penstock.inference.FailureException of the caller, naming member and rule; inputs
    ///     that are tokens instead of texts are refused, since only their own provider knows them
    EmbeddingRequest decode(RawRequest raw);

    /// Encodes an answer in the way that its request asks for.
    ///
    /// @param answer the vectors
    /// @param raw the request, decoded before without a mistake
    /// @param identity the names to answer under
    /// @return a JSON body
    byte[] encode(EmbeddingAnswer answer, RawRequest raw, AnswerIdentity identity);
}
