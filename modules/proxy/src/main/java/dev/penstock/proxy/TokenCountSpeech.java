// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.inference.InferenceRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.wire.AnswerIdentity;
import dev.penstock.wire.TokenCountCallerCodec;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;

/// Counts of tokens, in one format.
final class TokenCountSpeech extends WholeSpeech {

    private final TokenCountCallerCodec codec;

    TokenCountSpeech(TokenCountCallerCodec codec) {
        this.codec = codec;
    }

    @Override
    public RawRequest scan(ServerRequest request, byte[] body, Map<String, List<String>> headers) {
        return codec.scan(body, headers, null);
    }

    @Override
    public InferenceRequest decode(RawRequest raw) {
        return codec.decode(raw);
    }

    @Override
    public byte[] encode(Answer answer, AnswerIdentity identity) {
        return switch (answer) {
            case Answer.Counted counted -> codec.encode(counted.tokens());
            case Answer.Relayed _, Answer.Translated _, Answer.Embedded _ ->
                    throw new IllegalArgumentException("not the answer to a wish for a count");
        };
    }
}
