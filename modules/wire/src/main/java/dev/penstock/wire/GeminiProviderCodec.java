// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;

/// Providers that speak Google's format: conversations, and counts of their tokens.
final class GeminiProviderCodec implements ProviderCodec {

    private final WireFormat format;

    GeminiProviderCodec(WireFormat format) {
        this.format = format;
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public EncodedRequest encode(ChatRequest request, Dialect dialect) {
        return format.task() == Task.TOKEN_COUNT
                ? new EncodedRequest(GeminiRequestWriter.writeCount(request), List.of())
                : GeminiRequestWriter.write(request);
    }

    @Override
    public byte[] relay(RawRequest request, String model) {
        ByteRange named = request.modelRange();
        return named == null
                ? request.body()
                : new RawSplice(request.body())
                        .replace(named, RawSplice.string("models/" + model))
                        .bytes();
    }

    @Override
    public AnswerReader reader(boolean stream) {
        return stream ? new GeminiStreamReader() : new GeminiPlainReader();
    }

    @Override
    public RelayTap tap(boolean stream, boolean hideUsage) {
        if (format.task() == Task.TOKEN_COUNT) {
            return new GeminiTap.Counted();
        }
        return stream ? new GeminiTap.Streamed() : new GeminiTap.Plain();
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        return GeminiFailures.of(status, headers, body);
    }

    @Override
    public List<String> models(byte[] body) {
        return GeminiModels.read(body);
    }
}
