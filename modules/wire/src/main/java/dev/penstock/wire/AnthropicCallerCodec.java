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

/// ANTHROPIC_MESSAGES callers.
final class AnthropicCallerCodec implements CallerCodec {

    private static final Set<String> HEADERS = Set.of("anthropic-version", "anthropic-beta");

    @Override
    public WireFormat format() {
        return WireFormat.ANTHROPIC_MESSAGES;
    }

    @Override
    public RawRequest scan(byte[] body, Map<String, List<String>> headers) {
        return RequestScan.of(WireFormat.ANTHROPIC_MESSAGES, body, headers, HEADERS);
    }

    @Override
    public ChatRequest decode(byte[] body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] encode(ChatAnswer answer, AnswerIdentity identity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] encode(Failure failure, String requestId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int status(Failure failure) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] encodeModels(List<PublicModel> models) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] encodeModel(PublicModel model) {
        throw new UnsupportedOperationException();
    }
}
