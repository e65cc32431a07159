// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;

/// Providers that speak the Messages format.
final class AnthropicProviderCodec implements ProviderCodec {

    @Override
    public WireFormat format() {
        return WireFormat.ANTHROPIC_MESSAGES;
    }

    @Override
    public EncodedRequest encode(ChatRequest request, Dialect dialect) {
        return AnthropicRequestWriter.write(request, dialect);
    }

    @Override
    public byte[] relay(RawRequest request, String model) {
        return relay(request, model, Dialect.anthropic()).body();
    }

    @Override
    public EncodedRequest relay(RawRequest request, String model, Dialect dialect) {
        return AnthropicRelay.conversation(request, model, dialect);
    }

    @Override
    public AnswerReader reader(boolean stream) {
        return stream ? new AnthropicStreamReader() : new AnthropicPlainReader();
    }

    @Override
    public RelayTap tap(boolean stream, boolean hideUsage) {
        return stream ? new AnthropicStreamTap() : new AnthropicPlainTap();
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        return AnthropicFailures.of(status, headers, body);
    }

    @Override
    public List<String> models(byte[] body) {
        return AnthropicModels.read(body);
    }
}
