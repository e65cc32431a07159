// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads messages of the Messages format and their content.
final class AnthropicContentReader {

    private final JsonIn in;

    AnthropicContentReader(JsonIn in) {
        this.in = in;
    }

    /// Takes one message. A user message with results of tools becomes two, the results first.
    ///
    /// @param all where to add it; messages of which nothing is left are not added
    void message(List<Message> all) {
        Role role = null;
        List<ContentPart> parts = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "role" -> role = role();
                case "content" -> parts = parts(false);
                default -> in.skip();
            }
        }
        if (role == null) {
            throw in.missing("role");
        }
        if (parts == null) {
            throw in.missing("content");
        }
        for (ContentPart part : parts) {
            check(role, part);
        }
        List<ContentPart> results =
                parts.stream().filter(ContentPart.ToolResult.class::isInstance).toList();
        List<ContentPart> others =
                parts.stream().filter(p -> !(p instanceof ContentPart.ToolResult)).toList();
        if (!results.isEmpty()) {
            all.add(new Message(Role.TOOL, results));
        }
        if (!others.isEmpty()) {
            all.add(new Message(role, others));
        }
    }

    private Role role() {
        String word = in.string();
        return switch (word) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw in.fault("must be 'user', 'assistant' or 'system'");
        };
    }

    private void check(Role role, ContentPart part) {
        boolean fits =
                switch (part) {
                    case ContentPart.Text _ -> true;
                    case ContentPart.Image _, ContentPart.Document _, ContentPart.ToolResult _ ->
                            role == Role.USER;
                    case ContentPart.Reasoning _,
                            ContentPart.RedactedReasoning _,
                            ContentPart.ToolCall _ ->
                            role == Role.ASSISTANT;
                    case ContentPart.Refusal _, ContentPart.Audio _ -> false;
                };
        if (!fits) {
            throw in.faultIn("content", "holds a block that a message of this role must not hold");
        }
    }

    /// Takes the content of something: a string, blocks, or null.
    ///
    /// @param nested whether it stands inside a block
    List<ContentPart> parts(boolean nested) {
        if (in.isNull()) {
            return List.of();
        }
        if (in.isString()) {
            String text = in.string();
            return text.isEmpty() ? List.of() : List.of(new ContentPart.Text(text));
        }
        if (!in.isArray()) {
            throw in.fault("must be a string or an array of blocks");
        }
        List<ContentPart> parts = new ArrayList<>();
        in.array();
        while (in.element()) {
            new AnthropicBlockReader(in, nested).read(parts);
        }
        return parts;
    }

    /// Takes a system prompt: a string or text blocks.
    List<ContentPart> texts() {
        List<ContentPart> parts = parts(true);
        for (ContentPart part : parts) {
            if (!(part instanceof ContentPart.Text)) {
                throw in.fault("must be a string or an array of text blocks");
            }
        }
        return parts;
    }

    /// The words of some parts, a line each.
    static String words(@Nullable List<ContentPart> parts) {
        List<String> lines = new ArrayList<>();
        for (ContentPart part : parts == null ? List.<ContentPart>of() : parts) {
            if (part instanceof ContentPart.Text t) {
                lines.add(t.text());
            }
        }
        return String.join("\n", lines);
    }
}
