// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;

/// What the gateway needs of a format in which it passes requests on and answers back.
public interface RelayCodec {

    /// The codec of a format.
    static RelayCodec of(WireFormat format) {
        return switch (format) {
            case OPENAI_CHAT, ANTHROPIC_MESSAGES, OPENAI_RESPONSES, GEMINI, GEMINI_TOKEN_COUNT ->
                    ProviderCodec.of(format);
            case OPENAI_EMBEDDINGS -> new OpenAiEmbeddingProviderCodec();
            case ANTHROPIC_TOKEN_COUNT -> new AnthropicTokenCountProviderCodec();
            case OPENAI_COMPLETIONS -> new OpenAiCompletionRelayCodec();
        };
    }

    /// The format.
    WireFormat format();

    /// The caller's own body with the provider's model name, and, where the format needs it, with
    /// usage asked for in the stream; every other byte stays.
    byte[] relay(RawRequest request, String model);

    /// The same for a provider that departs from the format's author: members that it refuses are
    /// left out and reported, those that it calls otherwise are renamed. Where nothing in the body is
    /// concerned, every other byte stays.
    ///
    /// @param dialect how the provider departs
    default EncodedRequest relay(RawRequest request, String model, Dialect dialect) {
        return new EncodedRequest(relay(request, model), List.of());
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
}
