// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Callers that speak the Messages format, by either API version or none.
final class AnthropicCallerCodec implements CallerCodec {

    private static final Set<String> HEADERS = Set.of("anthropic-version", "anthropic-beta");

    @Override
    public WireFormat format() {
        return WireFormat.ANTHROPIC_MESSAGES;
    }

    @Override
    public RawRequest scan(
            byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed) {
        return RequestScan.of(format(), body, headers, HEADERS, addressed);
    }

    @Override
    public ChatRequest decode(byte[] body) {
        return AnthropicRequestReader.read(body);
    }

    @Override
    public byte[] encode(ChatAnswer answer, AnswerIdentity identity) {
        return AnthropicAnswerBody.of(answer, identity);
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        return new AnthropicAnswerWriter(identity);
    }

    @Override
    public byte[] encode(Failure failure, String requestId) {
        return AnthropicErrors.body(failure, requestId);
    }

    @Override
    public int status(Failure failure) {
        return AnthropicErrors.status(failure);
    }

    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        return AnthropicErrors.event(failure, requestId);
    }

    @Override
    public byte[] encodeModels(List<PublicModel> models) {
        return AnthropicModels.list(models);
    }

    @Override
    public byte[] encodeModel(PublicModel model) {
        return AnthropicModels.one(model);
    }
}
