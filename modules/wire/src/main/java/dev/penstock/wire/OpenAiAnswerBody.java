// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes a whole answer as a chat completion.
final class OpenAiAnswerBody {

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ContentPart.ToolCall> calls = new ArrayList<>();

    private OpenAiAnswerBody() {}

    static byte[] of(ChatAnswer answer, AnswerIdentity identity) {
        OpenAiAnswerBody body = new OpenAiAnswerBody();
        answer.parts().forEach(body::gather);
        JsonOut out = new JsonOut().object();
        begin(out, identity, "chat.completion").array("choices").object().put("index", 0);
        body.message(out);
        out.putNull("logprobs").put("finish_reason", OpenAiFinish.of(answer.stopReason()));
        out.end().end();
        if (answer.usage() != null) {
            OpenAiUsage.write(out, answer.usage());
        }
        return out.end().bytes();
    }

    /// Writes what plain answers and chunks begin with.
    static JsonOut begin(JsonOut out, AnswerIdentity identity, String object) {
        return out.put("id", "chatcmpl-" + identity.id())
                .put("object", object)
                .put("created", identity.created().getEpochSecond())
                .put("model", identity.model());
    }

    private void gather(ContentPart part) {
        switch (part) {
            case ContentPart.Text text -> content.append(text.text());
            case ContentPart.Refusal words -> refusal.append(words.text());
            case ContentPart.Reasoning thought -> reasoning.append(thought.text());
            case ContentPart.ToolCall call -> calls.add(call);
            // What has no place in this format; the models of it produce none.
            case ContentPart.RedactedReasoning _,
                    ContentPart.Image _,
                    ContentPart.Document _,
                    ContentPart.Audio _,
                    ContentPart.ToolResult _ -> {}
        }
    }

    private void message(JsonOut out) {
        boolean silent = content.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty());
        out.object("message")
                .put("role", "assistant")
                .putOrNull("content", silent ? null : content.toString())
                .putOrNull("refusal", text(refusal))
                .put("reasoning_content", text(reasoning));
        if (!calls.isEmpty()) {
            out.array("tool_calls");
            calls.forEach(call -> call(out, call));
            out.end();
        }
        out.end();
    }

    private static void call(JsonOut out, ContentPart.ToolCall call) {
        out.object().put("id", call.id()).put("type", "function").object("function");
        out.put("name", call.name()).put("arguments", arguments(call.arguments()));
        out.end().end();
    }

    /// Arguments as clients expect them: JSON text even where there are none.
    static String arguments(String arguments) {
        return arguments.isBlank() ? "{}" : arguments;
    }

    private static @Nullable String text(StringBuilder text) {
        return text.isEmpty() ? null : text.toString();
    }
}
