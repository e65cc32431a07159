// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import java.util.List;
import java.util.stream.Collectors;

/// What the answer answers: the last message of the user, or the results of the tools called before.
///
/// @param text in words
/// @param toolResult whether a tool said it
record Said(String text, boolean toolResult) {

    static Said last(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            Message message = messages.get(i);
            switch (message.role()) {
                case TOOL -> {
                    return new Said(results(messages, i), true);
                }
                case USER -> {
                    return new Said(
                            text(message.parts()),
                            message.parts().stream()
                                    .anyMatch(ContentPart.ToolResult.class::isInstance));
                }
                case SYSTEM, ASSISTANT -> {}
            }
        }
        return new Said("", false);
    }

    /// Parallel calls are answered by several messages in a row.
    private static String results(List<Message> messages, int last) {
        int first = last;
        while (first > 0 && messages.get(first - 1).role() == Role.TOOL) {
            first--;
        }
        return messages.subList(first, last + 1).stream()
                .map(message -> text(message.parts()))
                .collect(Collectors.joining("\n"));
    }

    /// Parts in words; what is not made of words is named.
    static String text(List<ContentPart> parts) {
        return parts.stream().map(Said::text).collect(Collectors.joining("\n"));
    }

    private static String text(ContentPart part) {
        return switch (part) {
            case ContentPart.Text text -> text.text();
            case ContentPart.Refusal refusal -> refusal.text();
            case ContentPart.Image _ -> "[image]";
            case ContentPart.Document _ -> "[document]";
            case ContentPart.Audio _ -> "[audio]";
            case ContentPart.Reasoning reasoning -> reasoning.text();
            case ContentPart.RedactedReasoning _ -> "";
            case ContentPart.ToolCall call -> call.name() + " " + call.arguments();
            case ContentPart.ToolResult result -> text(result.content());
        };
    }
}
