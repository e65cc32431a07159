// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gateway as a server of legacy completions: a text goes on as the one user message of a
/// conversation, and the words of its answer come back as the completion.
final class OpenAiCompletionCallerCodec implements CallerCodec {

    private static final CallerCodec CHAT = new OpenAiCallerCodec();

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_COMPLETIONS;
    }

    @Override
    public RawRequest scan(
            byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed) {
        return RequestScan.of(format(), body, headers, Set.of(), addressed);
    }

    @Override
    public ChatRequest decode(byte[] body) {
        return OpenAiCompletionRequestReader.read(body);
    }

    @Override
    public byte[] encode(ChatAnswer answer, AnswerIdentity identity) {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : answer.parts()) {
            switch (part) {
                case ContentPart.Text words -> text.append(words.text());
                case ContentPart.Refusal words -> text.append(words.text());
                // What has no place in this format.
                case ContentPart.Reasoning _,
                        ContentPart.RedactedReasoning _,
                        ContentPart.ToolCall _,
                        ContentPart.Image _,
                        ContentPart.Document _,
                        ContentPart.Audio _,
                        ContentPart.ToolResult _ -> {}
            }
        }
        JsonOut out = new JsonOut().object();
        OpenAiCompletionWriter.begin(out, identity);
        OpenAiCompletionWriter.choice(
                out, text.toString(), OpenAiCompletionWriter.finish(answer.stopReason()));
        if (answer.usage() != null) {
            OpenAiUsage.write(out, answer.usage());
        }
        return out.end().bytes();
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        return new OpenAiCompletionWriter(identity, usageAsked);
    }

    @Override
    public byte[] encode(Failure failure, String requestId) {
        return CHAT.encode(failure, requestId);
    }

    @Override
    public int status(Failure failure) {
        return CHAT.status(failure);
    }

    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        return CHAT.encodeEvent(failure, requestId);
    }

    @Override
    public byte[] encodeModels(List<PublicModel> models) {
        return CHAT.encodeModels(models);
    }

    @Override
    public byte[] encodeModel(PublicModel model) {
        return CHAT.encodeModel(model);
    }
}
