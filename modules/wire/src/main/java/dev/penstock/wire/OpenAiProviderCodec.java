// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;

/// OPENAI_CHAT providers.
final class OpenAiProviderCodec implements ProviderCodec {

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_CHAT;
    }

    @Override
    public EncodedRequest encode(ChatRequest request, Dialect dialect) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] relay(RawRequest request, String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerReader reader(boolean stream) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RelayTap tap(boolean stream, boolean hideUsage) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> models(byte[] body) {
        throw new UnsupportedOperationException();
    }
}
