// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decodes the conversation of a chat completions request; for one conversation.
final class OpenAiMessageReader {

    private final JsonIn in;

    // The deprecated function calls have no ids: a result belongs to the oldest open call of its
    // name.
    private final Map<String, Deque<String>> openFunctionCalls = new HashMap<>();
    private int functionCalls;

    OpenAiMessageReader(JsonIn in) {
        this.in = in;
    }

    /// Takes the array of messages.
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        in.array();
        while (in.element()) {
            messages.add(new Draft().message());
        }
        return messages;
    }

    // The members of a message come in any order, so they are gathered first.
    private final class Draft {
        private @Nullable String role;
        private @Nullable List<ContentPart> content;
        private @Nullable String callId;
        private @Nullable String name;
        private @Nullable String refusal;
        private @Nullable String reasoning;
        private ContentPart.@Nullable ToolCall functionCall;
        private final List<ContentPart> calls = new ArrayList<>();

        Message message() {
            in.object();
            for (String member = in.member(); member != null; member = in.member()) {
                read(member);
            }
            if (role == null) {
                throw in.missing("role");
            }
            return switch (role) {
                case "system", "developer" -> new Message(Role.SYSTEM, required("words"));
                case "user" -> new Message(Role.USER, required("words, images, sounds and files"));
                case "assistant" -> new Message(Role.ASSISTANT, assistant());
                case "tool" -> result(callId);
                case "function" -> result(functionCallId());
                default ->
                        throw in.faultIn(
                                "role",
                                "must be system, developer, user, assistant, tool or function");
            };
        }

        private void read(String member) {
            switch (member) {
                case "role" -> role = in.string();
                case "content" -> content = OpenAiPartReader.content(in);
                case "tool_call_id" -> callId = in.optionalString();
                case "name" -> name = in.optionalString();
                case "refusal" -> refusal = in.optionalString();
                case "reasoning_content", "reasoning" -> reasoning();
                case "tool_calls" -> toolCalls();
                case "function_call" -> functionCall();
                case "audio" -> audio();
                default -> in.skip();
            }
        }

        private List<ContentPart> required(String allowed) {
            if (content == null) {
                throw in.missing("content");
            }
            boolean wordsOnly = !"user".equals(role);
            for (ContentPart part : content) {
                boolean fits =
                        switch (part) {
                            case ContentPart.Text _ -> true;
                            case ContentPart.Image _, ContentPart.Document _, ContentPart.Audio _ ->
                                    !wordsOnly;
                            case ContentPart.Refusal _,
                                    ContentPart.Reasoning _,
                                    ContentPart.RedactedReasoning _,
                                    ContentPart.ToolCall _,
                                    ContentPart.ToolResult _ ->
                                    false;
                        };
                if (!fits) {
                    throw in.faultIn("content", "may hold only " + allowed + " for this role");
                }
            }
            return content;
        }

        private List<ContentPart> assistant() {
            List<ContentPart> parts = new ArrayList<>();
            if (reasoning != null && !reasoning.isEmpty()) {
                parts.add(new ContentPart.Reasoning(reasoning, null));
            }
            for (ContentPart part : content == null ? List.<ContentPart>of() : content) {
                if (part instanceof ContentPart.Text text) {
                    if (!text.text().isEmpty()) {
                        parts.add(text);
                    }
                } else if (part instanceof ContentPart.Refusal) {
                    parts.add(part);
                } else {
                    throw in.faultIn("content", "may hold only words for this role");
                }
            }
            if (refusal != null && !refusal.isEmpty()) {
                parts.add(new ContentPart.Refusal(refusal));
            }
            parts.addAll(calls);
            if (functionCall != null) {
                parts.add(functionCall);
            }
            return parts;
        }

        private Message result(@Nullable String id) {
            if (id == null || id.isBlank()) {
                throw in.missing("tool_call_id");
            }
            List<ContentPart> parts = content == null ? List.of() : content;
            for (ContentPart part : parts) {
                if (part instanceof ContentPart.Refusal || part instanceof ContentPart.Audio) {
                    throw in.faultIn("content", "may hold only words and images for this role");
                }
            }
            return new Message(Role.TOOL, List.of(new ContentPart.ToolResult(id, parts, false)));
        }

        private String functionCallId() {
            if (name == null) {
                throw in.missing("name");
            }
            Deque<String> open = openFunctionCalls.get(name);
            if (open == null || open.isEmpty()) {
                throw in.faultIn("name", "must be a function that was called before");
            }
            return open.removeFirst();
        }

        private void reasoning() {
            // Some servers name it otherwise or send structures; only words can be carried.
            if (in.isString()) {
                String words = in.string();
                reasoning = words.isEmpty() ? reasoning : words;
            } else {
                in.skip();
            }
        }

        private void toolCalls() {
            if (in.isNull()) {
                return;
            }
            in.array();
            while (in.element()) {
                calls.add(toolCall());
            }
        }

        private ContentPart toolCall() {
            String id = null;
            Function function = null;
            in.object();
            for (String member = in.member(); member != null; member = in.member()) {
                switch (member) {
                    case "id" -> id = in.optionalString();
                    case "type" -> OpenAiToolReader.requireFunction(in);
                    case "function" -> function = function();
                    default -> in.skip();
                }
            }
            if (id == null || id.isBlank()) {
                throw in.missing("id");
            }
            if (function == null) {
                throw in.missing("function");
            }
            return new ContentPart.ToolCall(id, function.name(), function.arguments());
        }

        private void functionCall() {
            if (in.isNull()) {
                return;
            }
            Function function = function();
            String id = "call_function_" + functionCalls++;
            openFunctionCalls.computeIfAbsent(function.name(), _ -> new ArrayDeque<>()).addLast(id);
            functionCall = new ContentPart.ToolCall(id, function.name(), function.arguments());
        }

        private Function function() {
            String found = null;
            String arguments = null;
            in.object();
            for (String member = in.member(); member != null; member = in.member()) {
                switch (member) {
                    case "name" -> found = OpenAiToolReader.name(in);
                    case "arguments" -> arguments = in.optionalString();
                    default -> in.skip();
                }
            }
            if (found == null) {
                throw in.missing("name");
            }
            return new Function(found, arguments == null ? "" : arguments);
        }

        private void audio() {
            if (!in.isNull()) {
                throw in.fault("names a sound that is kept at another provider; leave it out");
            }
        }
    }

    private record Function(String name, String arguments) {}
}
