// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What OpenAI refuses in `messages`.
final class OpenAiMessageRules {
    private static final Pattern IMAGE_DATA =
            Pattern.compile("data:image/(png|jpeg|jpg|gif|webp);base64,([A-Za-z0-9+/]+={0,2})");
    private static final Set<String> TEXT = Set.of("text");

    private OpenAiMessageRules() {}

    static void check(Inspected messages) {
        if (messages.elements().isEmpty()) {
            throw OpenAiComplaints.bad(
                    "empty_array",
                    "messages",
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.");
        }
        List<String> open = new ArrayList<>();
        for (Inspected message : messages.elements()) {
            String role = role(message);
            if (role.equals("tool")) {
                answer(message, open);
            } else {
                refuseUnanswered(open);
                open.addAll(calls(message, role));
            }
        }
        refuseUnanswered(open);
    }

    private static String role(Inspected message) {
        String role =
                message.object()
                        .need("role")
                        .oneOf(
                                List.of(
                                        "system",
                                        "assistant",
                                        "user",
                                        "function",
                                        "tool",
                                        "developer"))
                        .text();
        switch (role) {
            case "system", "developer" -> {
                message.only(Set.of("role", "content", "name"));
                content(message.need("content"), TEXT);
            }
            case "user" -> {
                message.only(Set.of("role", "content", "name"));
                content(
                        message.need("content"),
                        Set.of("text", "image_url", "input_audio", "file"));
            }
            case "tool" -> {
                message.only(Set.of("role", "content", "tool_call_id"));
                content(message.need("content"), TEXT);
                message.need("tool_call_id").string();
            }
            case "function" -> message.only(Set.of("role", "content", "name")).need("name");
            default -> assistant(message);
        }
        message.optional("name", Inspected::string);
        return role;
    }

    private static void assistant(Inspected message) {
        message.only(
                Set.of(
                        "role",
                        "content",
                        "refusal",
                        "tool_calls",
                        "audio",
                        "name",
                        "function_call",
                        "annotations"));
        if (message.has("content")) {
            content(message.need("content"), Set.of("text", "refusal"));
        } else if (!message.has("tool_calls") && !message.has("function_call")) {
            throw OpenAiComplaints.bad(
                    null,
                    message.path() + ".content",
                    "Invalid value for 'content': expected a string, got null.");
        }
    }

    private static void content(Inspected content, Set<String> types) {
        if (content.isString()) {
            return;
        }
        for (Inspected part : content.elements()) {
            part.object().need("type").oneOf(types.stream().sorted().toList());
            part.optional("prompt_cache_breakpoint", Inspected::object);
            String type = part.need("type").text();
            part.only(Set.of("type", type, "prompt_cache_breakpoint"));
            switch (type) {
                case "text", "refusal" -> part.need(type).string();
                case "image_url" -> image(part.need(type));
                case "input_audio" -> audio(part.need(type));
                default -> part.need(type).object();
            }
        }
    }

    private static void image(Inspected image) {
        image.object().only(Set.of("url", "detail"));
        image.optional("detail", d -> d.oneOf(List.of("auto", "low", "high", "original")));
        String url = image.need("url").string().text();
        if (!url.startsWith("https://")
                && !url.startsWith("http://")
                && !IMAGE_DATA.matcher(url).matches()) {
            throw OpenAiComplaints.bad(
                    "invalid_image_url",
                    image.path() + ".url",
                    "Invalid '%s.url'. Expected a valid URL or base64-encoded image with the format 'data:image/png;base64,aGVsbG8='."
                            .formatted(image.path()));
        }
    }

    private static void audio(Inspected audio) {
        audio.object().only(Set.of("data", "format"));
        audio.need("data").string();
        audio.need("format").oneOf(List.of("wav", "mp3"));
    }

    private static List<String> calls(Inspected message, String role) {
        Inspected calls = message.get("tool_calls");
        if (!role.equals("assistant") || calls == null) {
            return List.of();
        }
        if (calls.elements().isEmpty()) {
            throw OpenAiComplaints.bad(
                    "empty_array",
                    calls.path(),
                    "Invalid '%s': empty array. Expected an array with minimum length 1, but got an empty array instead."
                            .formatted(calls.path()));
        }
        List<String> ids = new ArrayList<>();
        for (Inspected call : calls.elements()) {
            String type = call.object().need("type").oneOf(List.of("function", "custom")).text();
            call.only(Set.of("id", "type", type));
            Inspected told = call.need(type).object();
            told.need("name").string();
            told.need(type.equals("custom") ? "input" : "arguments").string();
            ids.add(call.need("id").string().text());
        }
        return ids;
    }

    private static void answer(Inspected message, List<String> open) {
        if (!open.remove(message.need("tool_call_id").text())) {
            throw OpenAiComplaints.bad(
                    null,
                    message.path() + ".role",
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.");
        }
    }

    private static void refuseUnanswered(List<String> open) {
        if (!open.isEmpty()) {
            throw OpenAiComplaints.bad(
                    null,
                    "messages",
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + String.join(", ", open));
        }
    }
}
