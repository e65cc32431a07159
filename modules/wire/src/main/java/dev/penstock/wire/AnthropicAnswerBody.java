// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Writes a whole answer in the Messages format.
final class AnthropicAnswerBody {

    private AnthropicAnswerBody() {}

    static byte[] of(ChatAnswer answer, AnswerIdentity identity) {
        JsonOut out = new JsonOut().object();
        writeHead(out, identity);
        out.array("content");
        int blocks = 0;
        boolean calls = false;
        boolean refused = false;
        for (ContentPart part : answer.parts()) {
            calls |= part instanceof ContentPart.ToolCall;
            refused |= part instanceof ContentPart.Refusal;
            blocks += write(out, part);
        }
        if (blocks == 0) {
            // No block at all is allowed, but many clients read the first one unasked.
            out.object().put("type", "text").put("text", "").putNull("citations").end();
        }
        out.end();
        boolean stopped = answer.stopReason() == StopReason.STOP_SEQUENCE;
        writeStop(
                out,
                AnthropicStop.write(answer.stopReason(), calls, refused),
                stopped ? answer.stopSequence() : null);
        // The format demands numbers even where the provider told none.
        AnthropicUsage.writeMessage(out, answer.usage() == null ? Usage.none() : answer.usage());
        return out.end().bytes();
    }

    static void writeHead(JsonOut out, AnswerIdentity identity) {
        out.put("id", "msg_" + identity.id())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", identity.model());
    }

    static void writeStop(JsonOut out, @Nullable String reason, @Nullable String sequence) {
        out.putOrNull("stop_reason", reason)
                .putOrNull("stop_sequence", sequence)
                .putNull("stop_details")
                .putNull("container");
    }

    // How many blocks were written.
    private static int write(JsonOut out, ContentPart part) {
        return switch (part) {
            case ContentPart.Text t -> writeText(out, t.text());
            case ContentPart.Refusal r -> writeText(out, r.text());
            case ContentPart.Reasoning r -> {
                out.object()
                        .put("type", "thinking")
                        .put("thinking", r.text())
                        .put("signature", AnthropicSignature.shown(r.signature()))
                        .end();
                yield 1;
            }
            case ContentPart.RedactedReasoning r -> {
                out.object().put("type", "redacted_thinking").put("data", r.data()).end();
                yield 1;
            }
            case ContentPart.ToolCall c -> {
                out.object()
                        .put("type", "tool_use")
                        .put("id", c.id())
                        .put("name", c.name())
                        .put("input", AnthropicInput.object(c.arguments()))
                        .object("caller")
                        .put("type", "direct")
                        .end()
                        .end();
                yield 1;
            }
            // A model does not answer with these in any format spoken here.
            case ContentPart.Image _,
                    ContentPart.Document _,
                    ContentPart.Audio _,
                    ContentPart.ToolResult _ ->
                    0;
        };
    }

    private static int writeText(JsonOut out, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        out.object().put("type", "text").put("text", text).putNull("citations").end();
        return 1;
    }
}
