// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.Failure;
import dev.penstock.inference.InferenceRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.wire.Addressed;
import dev.penstock.wire.AnswerIdentity;
import dev.penstock.wire.AnswerWriter;
import dev.penstock.wire.CallerCodec;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Conversations in one format.
final class ChatSpeech implements Speech {

    private final CallerCodec codec;
    private final Function<ServerRequest, @Nullable Addressed> addressing;

    /// Conversations of a format that says everything in the body.
    ChatSpeech(CallerCodec codec) {
        this(codec, _ -> null);
    }

    /// @param addressing what the path of a request says
    ChatSpeech(CallerCodec codec, Function<ServerRequest, @Nullable Addressed> addressing) {
        this.codec = codec;
        this.addressing = addressing;
    }

    @Override
    public Speech about(RawRequest raw) {
        CallerCodec answering = codec.answering(raw);
        return answering.equals(codec) ? this : new ChatSpeech(answering, addressing);
    }

    @Override
    public RawRequest scan(ServerRequest request, byte[] body, Map<String, List<String>> headers) {
        return codec.scan(body, headers, addressing.apply(request));
    }

    @Override
    public InferenceRequest decode(RawRequest raw) {
        return codec.decode(raw);
    }

    @Override
    public byte[] encode(Answer answer, AnswerIdentity identity) {
        return switch (answer) {
            case Answer.Translated words -> codec.encode(ChatAnswer.fold(words.events()), identity);
            case Answer.Relayed _, Answer.Embedded _, Answer.Counted _ ->
                    throw new IllegalArgumentException("not the answer to a conversation");
        };
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        return codec.writer(identity, usageAsked);
    }

    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        return codec.encodeEvent(failure, requestId);
    }
}
