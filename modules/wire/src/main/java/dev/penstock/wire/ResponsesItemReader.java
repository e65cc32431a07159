// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decodes `input` for a provider of another format. What the model said in one turn stands there as
/// several items and becomes one message.
final class ResponsesItemReader {

    // What OpenAI's own tools did. The words the model made of it follow as messages.
    private static final Set<String> HOSTED =
            Set.of(
                    "web_search_call",
                    "file_search_call",
                    "code_interpreter_call",
                    "image_generation_call",
                    "mcp_list_tools",
                    "mcp_call",
                    "mcp_approval_request",
                    "mcp_approval_response",
                    "tool_search_call",
                    "tool_search_output");

    private final JsonIn in;
    private final Set<String> dropped;
    private final List<Message> messages = new ArrayList<>();
    private final List<ContentPart> said = new ArrayList<>();

    /// @param dropped gathers what cannot be carried
    ResponsesItemReader(JsonIn in, Set<String> dropped) {
        this.in = in;
        this.dropped = dropped;
    }

    /// Takes `input`, a string or an array of items.
    List<Message> messages() {
        if (in.isString()) {
            return List.of(Message.text(Role.USER, in.string()));
        }
        if (!in.isArray()) {
            throw in.fault("must be a string or an array");
        }
        in.array();
        while (in.element()) {
            new Draft().item();
        }
        endTurn();
        return messages;
    }

    private void endTurn() {
        if (!said.isEmpty()) {
            messages.add(new Message(Role.ASSISTANT, said));
            said.clear();
        }
    }

    private void add(Message message) {
        endTurn();
        messages.add(message);
    }

    // The members of an item come in any order, so they are gathered first.
    private final class Draft {
        private @Nullable String type;
        private @Nullable String role;
        private @Nullable List<ContentPart> content;
        private @Nullable List<ContentPart> output;
        private @Nullable List<ContentPart> summary;
        private @Nullable String id;
        private @Nullable String callId;
        private @Nullable String name;
        private @Nullable String arguments;
        private @Nullable String input;
        private @Nullable String encrypted;

        void item() {
            in.object();
            for (String member = in.member(); member != null; member = in.member()) {
                if (!in.isNull()) {
                    read(member);
                }
            }
            switch (type == null ? "message" : type) {
                case "message" -> message();
                case "function_call" ->
                        said.add(
                                new ContentPart.ToolCall(
                                        given(callId, "call_id"),
                                        given(name, "name"),
                                        arguments == null ? "" : arguments));
                case "custom_tool_call" ->
                        said.add(
                                new ContentPart.ToolCall(
                                        given(callId, "call_id"),
                                        given(name, "name"),
                                        ResponsesCustomTool.arguments(input == null ? "" : input)));
                case "function_call_output", "custom_tool_call_output" -> result();
                case "reasoning" -> reasoning();
                case "item_reference" -> reference();
                default -> other(given(type, "type"));
            }
        }

        private void read(String member) {
            boolean foreign = type != null && HOSTED.contains(type);
            switch (member) {
                case "type" -> type = in.string();
                case "id" -> id = in.string();
                case "role" -> role = in.string();
                case "content" -> content = foreign ? skipped() : ResponsesPartReader.content(in);
                case "output" -> output = foreign ? skipped() : ResponsesPartReader.content(in);
                case "summary" -> summary = ResponsesPartReader.content(in);
                case "call_id" -> callId = in.string();
                case "name" -> name = in.string();
                case "arguments" -> arguments = foreign ? ignored() : in.string();
                case "input" -> input = foreign ? ignored() : in.string();
                case "encrypted_content" -> encrypted = in.string();
                default -> in.skip();
            }
        }

        private @Nullable List<ContentPart> skipped() {
            in.skip();
            return null;
        }

        private @Nullable String ignored() {
            in.skip();
            return null;
        }

        private void message() {
            List<ContentPart> parts = given(content, "content");
            switch (given(role, "role")) {
                case "user" -> {
                    refuse(parts, ContentPart.Refusal.class, "a user says no refusal");
                    add(new Message(Role.USER, parts));
                }
                case "system", "developer" -> {
                    wordsOnly(parts, false);
                    add(new Message(Role.SYSTEM, parts));
                }
                case "assistant" -> {
                    wordsOnly(parts, true);
                    said.addAll(parts);
                }
                default -> throw in.faultIn("role", "must be user, system, developer or assistant");
            }
        }

        private void wordsOnly(List<ContentPart> parts, boolean refusals) {
            for (ContentPart part : parts) {
                if (!(part instanceof ContentPart.Text
                        || (refusals && part instanceof ContentPart.Refusal))) {
                    throw in.faultIn("content", "may hold only words for this role");
                }
            }
        }

        private void refuse(
                List<ContentPart> parts, Class<? extends ContentPart> kind, String rule) {
            if (parts.stream().anyMatch(kind::isInstance)) {
                throw in.faultIn("content", "is refused: " + rule);
            }
        }

        private void result() {
            List<ContentPart> parts = given(output, "output");
            refuse(parts, ContentPart.Refusal.class, "a tool says no refusal");
            refuse(parts, ContentPart.Audio.class, "a tool result holds no sound");
            String call = given(callId, "call_id");
            add(new Message(Role.TOOL, List.of(new ContentPart.ToolResult(call, parts, false))));
        }

        private void reasoning() {
            String words = words(content);
            ContentPart part =
                    ResponsesSeal.opened(words.isEmpty() ? words(summary) : words, encrypted);
            if (part != null) {
                said.add(part);
            } else if (encrypted != null && !ResponsesSeal.marks(encrypted)) {
                dropped.add("input.encrypted_content");
            }
        }

        private static String words(@Nullable List<ContentPart> parts) {
            return parts == null
                    ? ""
                    : parts.stream()
                            .map(part -> part instanceof ContentPart.Text text ? text.text() : "")
                            .collect(Collectors.joining("\n\n"));
        }

        // Reasoning of another provider is of no use to this one, words are.
        private void reference() {
            if (id != null && id.startsWith("rs_")) {
                dropped.add("input.item_reference");
                return;
            }
            throw in.faultIn(
                    "id",
                    "names an item that is kept at no provider of this model; send the item"
                            + " itself (clients do with store set to false)");
        }

        private void other(String kind) {
            if (!HOSTED.contains(kind)) {
                throw in.faultIn(
                        "type",
                        "is '"
                                + ResponsesToolReader.shown(kind)
                                + "', which only OpenAI's own models take; send messages,"
                                + " function calls and their outputs");
            }
            dropped.add("input." + kind);
        }

        private <T> T given(@Nullable T value, String member) {
            if (value == null || (value instanceof String text && text.isBlank())) {
                throw in.missing(member);
            }
            return value;
        }
    }
}
