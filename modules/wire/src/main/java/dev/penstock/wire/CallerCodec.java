// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway as a server of one format: requests in, answers, streams and errors out.
public interface CallerCodec {

    /// The codec of a format.
    ///
    /// @throws IllegalArgumentException when nothing is said in words in it: embeddings have an
    ///     [EmbeddingCallerCodec], counts of tokens a [TokenCountCallerCodec]
    static CallerCodec of(WireFormat format) {
        return switch (format) {
            case OPENAI_CHAT -> new OpenAiCallerCodec();
            case ANTHROPIC_MESSAGES -> new AnthropicCallerCodec();
            case GEMINI, GEMINI_TOKEN_COUNT -> new GeminiCallerCodec(format);
            case OPENAI_RESPONSES -> new ResponsesCallerCodec();
            case OPENAI_COMPLETIONS -> new OpenAiCompletionCallerCodec();
            case OPENAI_EMBEDDINGS, ANTHROPIC_TOKEN_COUNT ->
                    throw new IllegalArgumentException(format.id() + " carries no conversations");
        };
    }

    /// The format.
    WireFormat format();

    /// Finds the members that the gateway acts on, without building a tree, and checks on the way
    /// that the body is one well-formed JSON object in UTF-8 within the limits of [JsonLimits],
    /// without duplicate members at the top level and with `model` a non-blank string.
    ///
    /// @param body the whole body; not copied, must not change afterwards
    /// @param headers the caller's headers by lower-case name; only those that providers of the
    ///     format understand are kept
    /// @throws dev.penstock.inference.FailureException of [Failure.Caller], naming member and place
    default RawRequest scan(byte[] body, Map<String, List<String>> headers) {
        return scan(body, headers, null);
    }

    /// The same for formats that name model and streaming in the path.
    ///
    /// @param addressed what the path says, or null where the body says it
    /// @throws dev.penstock.inference.FailureException as the other [#scan]
    RawRequest scan(byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed);

    /// Decodes a whole request.
    ///
    /// @throws dev.penstock.inference.FailureException of [Failure.Caller], naming member and rule
    ChatRequest decode(byte[] body);

    /// Decodes a whole request that was scanned, with what its path says.
    ///
    /// @throws dev.penstock.inference.FailureException of [Failure.Caller], naming member and rule
    default ChatRequest decode(RawRequest raw) {
        return decode(raw.body());
    }

    /// The codec for the answer to one request: another one, for that call alone, in formats whose
    /// answers repeat the request.
    ///
    /// @param raw from [#scan]
    default CallerCodec answering(RawRequest raw) {
        return this;
    }

    /// Encodes a whole answer.
    ///
    /// @param answer the provider's answer
    /// @param identity the names to answer under
    /// @return a JSON body
    byte[] encode(ChatAnswer answer, AnswerIdentity identity);

    /// Begins the encoding of a streamed answer.
    ///
    /// @param identity the names to answer under
    /// @param usageAsked whether the caller asked for usage in the stream; formats that always send
    ///     it do not care
    AnswerWriter writer(AnswerIdentity identity, boolean usageAsked);

    /// Encodes a failure as the body of a plain answer. The status is [#status].
    ///
    /// @param failure what happened
    /// @param requestId the call's id, for formats that repeat it in the body
    byte[] encode(Failure failure, String requestId);

    /// The HTTP status of a failure in this format; differs from [Failure#status] where the format's
    /// clients expect another one (an overloaded provider is 529 in the Messages format).
    int status(Failure failure);

    /// Encodes a failure as the last event of a stream.
    byte[] encodeEvent(Failure failure, String requestId);

    /// Encodes a list of models.
    byte[] encodeModels(List<PublicModel> models);

    /// Encodes one model.
    byte[] encodeModel(PublicModel model);
}
