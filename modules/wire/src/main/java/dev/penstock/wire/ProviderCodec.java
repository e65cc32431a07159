// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;

/// The gateway as a client of one format: requests out, answers, streams and errors in.
public interface ProviderCodec extends RelayCodec {

    /// The codec of a format.
    ///
    /// @throws IllegalArgumentException when conversations are never translated into it; see
    ///     [RelayCodec#of]
    static ProviderCodec of(WireFormat format) {
        return switch (format) {
            case OPENAI_CHAT -> new OpenAiProviderCodec();
            case ANTHROPIC_MESSAGES -> new AnthropicProviderCodec();
            case GEMINI, GEMINI_TOKEN_COUNT -> new GeminiProviderCodec(format);
            case OPENAI_RESPONSES -> new ResponsesProviderCodec();
            case OPENAI_EMBEDDINGS, ANTHROPIC_TOKEN_COUNT, OPENAI_COMPLETIONS ->
                    throw new IllegalArgumentException(
                            format.id() + " carries no conversations in messages");
        };
    }

    /// Encodes a request for the provider. When it streams, usage is asked for in any case.
    ///
    /// @param request with the provider's own model name
    /// @param dialect what this provider wants otherwise than the format's author
    /// @return body and losses
    /// @throws dev.penstock.inference.FailureException of [Failure.Caller] when the request says
    ///     something that the format cannot express and that must not be dropped
    EncodedRequest encode(ChatRequest request, Dialect dialect);

    /// Begins the decoding of an answer, whole or streamed.
    ///
    /// @param stream whether an event stream is expected
    AnswerReader reader(boolean stream);

    /// Begins the decoding of the answer to a request, with the tools under the caller's names.
    ///
    /// @param stream whether an event stream is expected
    /// @param sent what [#encode] made
    default AnswerReader reader(boolean stream, EncodedRequest sent) {
        AnswerReader reader = sent.singleCall() ? new SingleCall(reader(stream)) : reader(stream);
        return sent.toolNames().isEmpty()
                ? reader
                : new ToolNames.Restoring(reader, sent.toolNames());
    }

    /// Reads the provider's list of models: the ids, in its order.
    ///
    /// @throws dev.penstock.inference.FailureException of kind MALFORMED
    List<String> models(byte[] body);
}
