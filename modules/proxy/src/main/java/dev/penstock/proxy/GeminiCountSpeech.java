// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.inference.Failure;
import dev.penstock.inference.InferenceRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.TokenCountRequest;
import dev.penstock.inference.WireFormat;
import dev.penstock.wire.AnswerIdentity;
import dev.penstock.wire.AnswerWriter;
import dev.penstock.wire.CallerCodec;
import dev.penstock.wire.GeminiTokenCount;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;

/// Counts of tokens in Google's format.
final class GeminiCountSpeech implements Speech {

    private final CallerCodec codec = CallerCodec.of(WireFormat.GEMINI_TOKEN_COUNT);

    @Override
    public RawRequest scan(ServerRequest request, byte[] body, Map<String, List<String>> headers) {
        return codec.scan(body, headers, GeminiPath.addressed(request));
    }

    @Override
    public InferenceRequest decode(RawRequest raw) {
        return new TokenCountRequest(codec.decode(raw));
    }

    @Override
    public byte[] encode(Answer answer, AnswerIdentity identity) {
        return switch (answer) {
            case Answer.Counted counted -> GeminiTokenCount.answer(counted.tokens());
            case Answer.Translated _, Answer.Relayed _, Answer.Embedded _ ->
                    throw new IllegalArgumentException("not the answer to a count");
        };
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        throw new IllegalStateException("counts are not streamed");
    }

    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        return codec.encodeEvent(failure, requestId);
    }
}
