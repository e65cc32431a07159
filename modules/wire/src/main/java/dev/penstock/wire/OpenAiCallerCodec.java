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

/// OPENAI_CHAT callers.
final class OpenAiCallerCodec implements CallerCodec {

    private static final Set<String> HEADERS = Set.of("openai-beta", "groq-model-version");

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_CHAT;
    }

    @Override
    public RawRequest scan(byte[] body, Map<String, List<String>> headers) {
        return RequestScan.of(WireFormat.OPENAI_CHAT, body, headers, HEADERS);
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
