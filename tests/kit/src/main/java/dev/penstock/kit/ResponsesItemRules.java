// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What OpenAI refuses in the items of a Responses request.
final class ResponsesItemRules {
    private static final List<String> TYPES =
            List.of(
                    "message",
                    "function_call",
                    "function_call_output",
                    "custom_tool_call",
                    "custom_tool_call_output",
                    "reasoning",
                    "item_reference",
                    "web_search_call");

    private ResponsesItemRules() {}

    static void check(Inspected input) {
        if (input.isString()) {
            return;
        }
        Set<String> calls = new HashSet<>();
        Set<String> answered = new HashSet<>();
        for (Inspected item : input.elements()) {
            item(item, calls, answered);
        }
        for (String call : calls) {
            if (!answered.contains(call)) {
                throw OpenAiComplaints.bad(
                        null,
                        "input",
                        "No tool output found for function call %s.".formatted(call));
            }
        }
    }

    private static void item(Inspected item, Set<String> calls, Set<String> answered) {
        Inspected given = item.object().get("type");
        String type = given == null ? "message" : given.oneOf(TYPES).text();
        switch (type) {
            case "message" -> message(item);
            case "function_call" -> {
                item.only(Set.of("type", "id", "call_id", "name", "arguments", "status"));
                item.need("name").string();
                item.need("arguments").string();
                prefixed(item, "fc");
                calls.add(callId(item));
            }
            case "custom_tool_call" -> {
                item.only(Set.of("type", "id", "call_id", "name", "input", "status"));
                item.need("input").string();
                prefixed(item, "ctc");
                calls.add(callId(item));
            }
            case "function_call_output", "custom_tool_call_output" -> {
                item.only(Set.of("type", "id", "call_id", "output", "status"));
                if (!item.need("output").isString()) {
                    parts(item.need("output"), Set.of("input_text", "input_image", "input_file"));
                }
                if (!calls.contains(callId(item))) {
                    throw OpenAiComplaints.bad(
                            null,
                            "input",
                            "No tool call found for function call output with call_id %s."
                                    .formatted(callId(item)));
                }
                answered.add(callId(item));
            }
            case "reasoning" -> reasoning(item);
            case "item_reference" ->
                    throw new Refusal(
                            404,
                            "invalid_request_error",
                            null,
                            "input",
                            "Item with id '%s' not found.".formatted(item.need("id").text()));
            default -> {}
        }
    }

    private static String callId(Inspected item) {
        return item.need("call_id").matches("(?s).{1,64}").text();
    }

    private static void prefixed(Inspected item, String prefix) {
        item.optional(
                "id",
                id -> {
                    if (!id.string().text().startsWith(prefix)) {
                        throw OpenAiComplaints.bad(
                                "invalid_value",
                                id.path(),
                                "Invalid '%s': '%s'. Expected an ID that begins with '%s'."
                                        .formatted(id.path(), id.text(), prefix));
                    }
                });
    }

    private static void message(Inspected item) {
        item.only(Set.of("type", "id", "role", "content", "status", "phase"));
        prefixed(item, "msg");
        String role =
                item.need("role").oneOf(List.of("user", "assistant", "system", "developer")).text();
        Inspected content = item.need("content");
        if (!content.isString()) {
            parts(
                    content,
                    role.equals("assistant")
                            ? Set.of("output_text", "refusal")
                            : Set.of("input_text", "input_image", "input_file", "input_audio"));
        }
    }

    private static void parts(Inspected content, Set<String> types) {
        for (Inspected part : content.elements()) {
            String type = part.object().need("type").oneOf(types.stream().sorted().toList()).text();
            switch (type) {
                case "input_text" -> part.only(Set.of("type", "text")).need("text").string();
                case "output_text" -> part.need("text").string();
                case "refusal" -> part.need("refusal").string();
                case "input_image" -> image(part);
                case "input_file" -> file(part);
                default -> part.need(type).object();
            }
        }
    }

    private static void image(Inspected part) {
        part.only(Set.of("type", "image_url", "file_id", "detail"));
        part.optional("detail", d -> d.oneOf(List.of("auto", "low", "high", "original")));
        String url = part.need("image_url").string().text();
        if (!url.startsWith("https://") && !url.startsWith("data:image/")) {
            throw OpenAiComplaints.bad(
                    "invalid_value", part.path() + ".image_url", "Invalid image URL.");
        }
    }

    private static void file(Inspected part) {
        part.only(Set.of("type", "file_data", "file_id", "file_url", "filename"));
        if (part.has("file_data") == part.has("file_url")) {
            throw OpenAiComplaints.bad(
                    null,
                    part.path(),
                    "Mutually exclusive parameters: give one of file_data and file_url.");
        }
        if (part.has("file_data") && !part.need("file_data").text().startsWith("data:")) {
            throw OpenAiComplaints.bad(
                    "invalid_value", part.path() + ".file_data", "Expected a base64 data URL.");
        }
    }

    // Only its own seal opens: anything else is refused, as by the real one.
    private static void reasoning(Inspected item) {
        item.only(Set.of("type", "id", "summary", "content", "encrypted_content", "status"));
        item.need("id").string();
        item.need("summary").elements();
        Inspected encrypted = item.get("encrypted_content");
        if (encrypted == null) {
            throw new Refusal(
                    404,
                    "invalid_request_error",
                    null,
                    "input",
                    "Item with id '%s' not found. Items are not persisted when `store` is set to false."
                            .formatted(item.need("id").text()));
        }
        if (!encrypted.string().text().startsWith(ResponsesShape.SEAL)) {
            throw OpenAiComplaints.bad(
                    "invalid_encrypted_content",
                    null,
                    "The encrypted content for item %s could not be verified."
                            .formatted(item.need("id").text()));
        }
    }
}
