// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Encodes a conversation for chat completions: every tool result becomes a message of its own right
/// behind the calls, in their order, and what else the user said follows.
final class OpenAiMessageWriter {

    private final JsonOut out;
    private final ChatRequest request;
    private final Dialect dialect;
    private final ToolNames names;
    private final Set<String> dropped;
    private final OpenAiPartWriter parts;

    /// @param dropped gathers what cannot be carried
    OpenAiMessageWriter(
            JsonOut out,
            ChatRequest request,
            Dialect dialect,
            ToolNames names,
            Set<String> dropped) {
        this.out = out;
        this.request = request;
        this.dialect = dialect;
        this.names = names;
        this.dropped = dropped;
        this.parts = new OpenAiPartWriter(out);
    }

    /// Writes the elements of `messages`.
    void messages() {
        List<String> calls = List.of();
        List<Message> turn = new ArrayList<>();
        for (Message message : request.messages()) {
            switch (message.role()) {
                case USER, TOOL -> turn.add(message);
                case SYSTEM -> {
                    turn(turn, calls);
                    system(message);
                }
                case ASSISTANT -> {
                    turn(turn, calls);
                    calls = assistant(message);
                }
            }
        }
        turn(turn, calls);
    }

    private void system(Message message) {
        List<String> texts =
                message.parts().stream()
                        .filter(ContentPart.Text.class::isInstance)
                        .map(part -> ((ContentPart.Text) part).text())
                        .toList();
        out.object().put("role", "system").put("content", String.join("\n\n", texts)).end();
    }

    // What came between two answers of the model.
    private void turn(List<Message> turn, List<String> calls) {
        List<ContentPart.ToolResult> results = new ArrayList<>();
        for (Message message : turn) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.ToolResult result) {
                    results.add(result);
                }
            }
        }
        results.sort(Comparator.comparingInt(result -> place(calls, result)));
        List<ContentPart> ahead = new ArrayList<>();
        results.forEach(result -> result(result, ahead));
        for (Message message : turn) {
            user(message, ahead);
        }
        if (!ahead.isEmpty()) {
            user(new Message(Role.USER, List.of()), ahead);
        }
        turn.clear();
    }

    private static int place(List<String> calls, ContentPart.ToolResult result) {
        int place = calls.indexOf(result.callId());
        return place < 0 ? calls.size() : place;
    }

    // A tool message holds words only; the rest follows in the name of the user.
    private void result(ContentPart.ToolResult result, List<ContentPart> ahead) {
        List<String> texts = new ArrayList<>();
        List<ContentPart> media = new ArrayList<>();
        for (ContentPart part : result.content()) {
            String text = OpenAiPartWriter.words(part);
            if (text != null) {
                texts.add(text);
            } else {
                media.add(part);
            }
        }
        if (!media.isEmpty()) {
            ahead.add(new ContentPart.Text("Content of the tool result " + result.callId() + ":"));
            ahead.addAll(media);
            if (texts.isEmpty()) {
                texts.add("The content follows in the next message of the user.");
            }
        }
        String text = String.join("\n", texts);
        out.object()
                .put("role", "tool")
                .put("tool_call_id", result.callId())
                .put("content", result.error() ? "Error: " + text : text)
                .end();
    }

    private void user(Message message, List<ContentPart> ahead) {
        List<ContentPart> said = new ArrayList<>(ahead);
        boolean onlyResults = !message.parts().isEmpty();
        for (ContentPart part : message.parts()) {
            if (!(part instanceof ContentPart.ToolResult)) {
                onlyResults = false;
                said.add(part);
            }
        }
        if (message.role() == Role.TOOL || onlyResults) {
            return;
        }
        ahead.clear();
        out.object().put("role", "user");
        parts.content(said);
        out.end();
    }

    private List<String> assistant(Message message) {
        StringBuilder content = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<ContentPart.ToolCall> calls = new ArrayList<>();
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Text text -> content.append(text.text());
                case ContentPart.Refusal words -> refusal.append(words.text());
                case ContentPart.Reasoning thought -> reasoning.append(thought.text());
                case ContentPart.ToolCall call -> calls.add(call);
                // Readable by its own provider only.
                case ContentPart.RedactedReasoning _ -> drop(true);
                case ContentPart.Image _, ContentPart.Document _, ContentPart.Audio _ ->
                        dropped.add("messages.content");
                case ContentPart.ToolResult _ -> {}
            }
        }
        boolean silent = content.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty());
        out.object()
                .put("role", "assistant")
                .putOrNull("content", silent ? null : content.toString())
                .put("refusal", nonEmpty(refusal));
        if (dialect.reasoningContent()) {
            out.put("reasoning_content", nonEmpty(reasoning));
        } else {
            drop(!reasoning.isEmpty());
        }
        calls(calls);
        out.end();
        return calls.stream().map(ContentPart.ToolCall::id).toList();
    }

    private void calls(List<ContentPart.ToolCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        out.array("tool_calls");
        for (ContentPart.ToolCall call : calls) {
            out.object()
                    .put("id", call.id())
                    .put("type", "function")
                    .object("function")
                    .put("name", names.sent(call.name()))
                    .put("arguments", OpenAiAnswerBody.arguments(call.arguments()))
                    .end()
                    .end();
        }
        out.end();
    }

    private void drop(boolean reasoning) {
        if (reasoning) {
            dropped.add(thinking(request.origin()));
        }
    }

    /// The name of thinking in a caller's format.
    static String thinking(WireFormat origin) {
        return switch (origin) {
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> "messages.reasoning_content";
            case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "messages.thinking";
            case OPENAI_RESPONSES -> "input.reasoning";
            case GEMINI, GEMINI_TOKEN_COUNT -> "contents.parts.thought";
        };
    }

    private static @Nullable String nonEmpty(StringBuilder text) {
        return text.isEmpty() ? null : text.toString();
    }
}
