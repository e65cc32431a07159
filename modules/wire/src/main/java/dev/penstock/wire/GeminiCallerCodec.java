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

/// Callers that speak Google's format: conversations, and counts of their tokens.
final class GeminiCallerCodec implements CallerCodec {

    private final WireFormat format;

    GeminiCallerCodec(WireFormat format) {
        this.format = format;
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public RawRequest scan(
            byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed) {
        return GeminiScan.of(format, body, addressed);
    }

    @Override
    public ChatRequest decode(byte[] body) {
        throw new IllegalArgumentException("the model of this format stands in the path");
    }

    @Override
    public ChatRequest decode(RawRequest raw) {
        return GeminiRequestReader.read(raw);
    }

    @Override
    public byte[] encode(ChatAnswer answer, AnswerIdentity identity) {
        return GeminiAnswerBody.of(answer, identity);
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        return new GeminiAnswerWriter(identity);
    }

    @Override
    public byte[] encode(Failure failure, String requestId) {
        return GeminiErrors.body(failure);
    }

    @Override
    public int status(Failure failure) {
        return failure.status();
    }

    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        return GeminiErrors.event(failure);
    }

    @Override
    public byte[] encodeModels(List<PublicModel> models) {
        return GeminiModels.list(models);
    }

    @Override
    public byte[] encodeModel(PublicModel model) {
        return GeminiModels.one(model);
    }
}
