// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;

/// The gateway as a client of one format: requests out, answers, streams and errors in.
public interface ProviderCodec {

    /// The codec of a format.
    static ProviderCodec of(WireFormat format) {
        return switch (format) {
            case OPENAI_CHAT -> new OpenAiProviderCodec();
            case ANTHROPIC_MESSAGES -> new AnthropicProviderCodec();
            case GEMINI, GEMINI_TOKEN_COUNT -> new GeminiProviderCodec(format);
            case OPENAI_RESPONSES -> new ResponsesProviderCodec();
        };
    }

    /// The format.
    WireFormat format();

    /// Encodes a request for the provider. When it streams, usage is asked for in any case.
    ///
    /// @param request with the provider's own model name
    /// @param dialect what this provider wants otherwise than the format's author
    /// @return body and losses
    /// @throws dev.penstock.inference.FailureException of [Failure.Caller] when the request says
    ///     something that the format cannot express and that must not be dropped
    EncodedRequest encode(ChatRequest request, Dialect dialect);

    /// The caller's own body with the provider's model name, and, where the format needs it, with
    /// usage asked for in the stream; every other byte stays.
    byte[] relay(RawRequest request, String model);

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

    /// Begins watching an answer that is relayed.
    ///
    /// @param stream whether it is an event stream
    /// @param hideUsage whether usage that the caller did not ask for must be taken out
    RelayTap tap(boolean stream, boolean hideUsage);

    /// What an answer with an error status means.
    ///
    /// @param status the provider's HTTP status, 400 or more
    /// @param headers the provider's headers by lower-case name (`retry-after`)
    /// @param body the first part of the body, whatever it is
    Failure failure(int status, Map<String, List<String>> headers, byte[] body);

    /// Reads the provider's list of models: the ids, in its order.
    ///
    /// @throws dev.penstock.inference.FailureException of kind MALFORMED
    List<String> models(byte[] body);
}
