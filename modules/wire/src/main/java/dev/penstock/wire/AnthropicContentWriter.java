// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.List;

/// Writes the parts of messages as content blocks.
final class AnthropicContentWriter {

    private static final String NO_WORDS = "The tool failed.";

    private AnthropicContentWriter() {}

    static void turn(JsonOut out, AnthropicConversation.Turn turn) {
        out.object().put("role", turn.assistant() ? "assistant" : "user").array("content");
        turn.parts().forEach(part -> block(out, part));
        out.end().end();
    }

    static void text(JsonOut out, String text) {
        out.object().put("type", "text").put("text", text).end();
    }

    private static void block(JsonOut out, ContentPart part) {
        switch (part) {
            case ContentPart.Text t -> text(out, t.text());
            case ContentPart.Refusal r -> text(out, r.text());
            case ContentPart.Image i -> AnthropicMedia.image(out, i);
            case ContentPart.Document d -> AnthropicMedia.document(out, d);
            case ContentPart.Reasoning r ->
                    out.object()
                            .put("type", "thinking")
                            .put("thinking", r.text())
                            .put("signature", r.signature())
                            .end();
            case ContentPart.RedactedReasoning r ->
                    out.object().put("type", "redacted_thinking").put("data", r.data()).end();
            case ContentPart.ToolCall c ->
                    out.object()
                            .put("type", "tool_use")
                            .put("id", c.id())
                            .put("name", c.name())
                            .put("input", AnthropicInput.object(c.arguments()))
                            .end();
            case ContentPart.ToolResult r -> result(out, r);
            case ContentPart.Audio _ ->
                    throw new FailureException(
                            new Failure.Caller(
                                    Failure.CallerKind.BAD_REQUEST,
                                    "messages hold audio, but the provider of this model takes none",
                                    "messages"));
        }
    }

    private static void result(JsonOut out, ContentPart.ToolResult result) {
        out.object().put("type", "tool_result").put("tool_use_id", result.callId());
        List<ContentPart> content =
                result.content().stream().filter(p -> !AnthropicConversation.blank(p)).toList();
        if (content.size() == 1 && content.getFirst() instanceof ContentPart.Text only) {
            out.put("content", only.text());
        } else if (!content.isEmpty()) {
            out.array("content");
            content.forEach(part -> block(out, part));
            out.end();
        } else if (result.error()) {
            // An error must not be without words.
            out.put("content", NO_WORDS);
        }
        if (result.error()) {
            out.put("is_error", true);
        }
        out.end();
    }
}
