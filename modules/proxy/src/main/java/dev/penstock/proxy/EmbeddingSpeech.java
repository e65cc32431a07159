// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.inference.InferenceRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.wire.AnswerIdentity;
import dev.penstock.wire.EmbeddingCallerCodec;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;

/// Texts into vectors, in one format.
final class EmbeddingSpeech extends WholeSpeech {

    private final EmbeddingCallerCodec codec;

    EmbeddingSpeech(EmbeddingCallerCodec codec) {
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
        throw new IllegalArgumentException("the form of vectors depends on the request");
    }

    @Override
    public byte[] encode(Answer answer, RawRequest raw, AnswerIdentity identity) {
        return switch (answer) {
            case Answer.Embedded embedded -> codec.encode(embedded.vectors(), raw, identity);
            case Answer.Relayed _, Answer.Translated _, Answer.Counted _ ->
                    throw new IllegalArgumentException("not the answer to a wish for vectors");
        };
    }
}
