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
import org.jspecify.annotations.Nullable;

/// The gateway as a chat completions server.
final class OpenAiCallerCodec implements CallerCodec {

    private static final Set<String> HEADERS = Set.of("openai-beta", "groq-model-version");

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_CHAT;
    }

    @Override
    public RawRequest scan(
            byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed) {
        return RequestScan.of(WireFormat.OPENAI_CHAT, body, headers, HEADERS, addressed);
    }

    @Override
    public ChatRequest decode(byte[] body) {
        return OpenAiRequestReader.read(body);
    }

    @Override
    public byte[] encode(ChatAnswer answer, AnswerIdentity identity) {
        return OpenAiAnswerBody.of(answer, identity);
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        return new OpenAiAnswerWriter(identity, usageAsked);
    }

    @Override
    public byte[] encode(Failure failure, String requestId) {
        JsonOut out = new JsonOut();
        OpenAiErrors.write(out, failure);
        return out.bytes();
    }

    @Override
    public int status(Failure failure) {
        return failure.status();
    }

    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        return new SseOut().data(out -> OpenAiErrors.write(out, failure)).take();
    }

    @Override
    public byte[] encodeModels(List<PublicModel> models) {
        JsonOut out = new JsonOut().object().put("object", "list").array("data");
        models.forEach(model -> model(out, model));
        return out.end().end().bytes();
    }

    @Override
    public byte[] encodeModel(PublicModel model) {
        JsonOut out = new JsonOut();
        model(out, model);
        return out.bytes();
    }

    private static void model(JsonOut out, PublicModel model) {
        out.object()
                .put("id", model.id())
                .put("object", "model")
                .put("created", model.created().getEpochSecond())
                .put("owned_by", model.ownedBy())
                .put("name", model.displayName())
                .end();
    }
}
