// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Message;
import dev.penstock.inference.ToolDefinition;
import java.util.List;

/// How many tokens a conversation takes, roughly: for providers that have no counter. Four characters
/// are taken for a token, and media for what the large providers charge for one of usual size.
final class TokenEstimate {

    private static final long CHARACTERS_PER_TOKEN = 4;
    private static final long MESSAGE = 4;
    private static final long IMAGE = 1_600;
    private static final long DOCUMENT = 3_000;
    // Bytes of base64 for a second of speech at 16 kbit/s, for which 32 tokens are charged.
    private static final long AUDIO_BYTES_PER_TOKEN = 85;

    private TokenEstimate() {}

    static long of(ChatRequest request) {
        long tokens = 0;
        for (Message message : request.messages()) {
            tokens += MESSAGE + parts(message.parts());
        }
        for (ToolDefinition tool : request.tools()) {
            tokens += MESSAGE + tool(tool);
        }
        return Math.max(1, tokens);
    }

    private static long tool(ToolDefinition tool) {
        return text(tool.name())
                + (tool.description() == null ? 0 : text(tool.description()))
                + (tool.schema() == null ? 0 : text(tool.schema().value()));
    }

    private static long parts(List<ContentPart> parts) {
        long tokens = 0;
        for (ContentPart part : parts) {
            tokens += part(part);
        }
        return tokens;
    }

    private static long part(ContentPart part) {
        return switch (part) {
            case ContentPart.Text text -> text(text.text());
            case ContentPart.Refusal refusal -> text(refusal.text());
            case ContentPart.Image _ -> IMAGE;
            case ContentPart.Document _ -> DOCUMENT;
            case ContentPart.Audio audio -> audio.base64().length() / AUDIO_BYTES_PER_TOKEN + 1;
            case ContentPart.Reasoning reasoning -> text(reasoning.text());
            case ContentPart.RedactedReasoning redacted -> text(redacted.data());
            case ContentPart.ToolCall call -> text(call.name()) + text(call.arguments());
            case ContentPart.ToolResult result -> parts(result.content());
        };
    }

    private static long text(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }
}
