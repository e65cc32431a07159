// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a response repeats of its request, and which of its tools are custom. Every member that
/// clients of the format expect is there, with the format's default where the caller said nothing.
final class ResponsesEcho {

    private static final JsonText NULL = new JsonText("null");

    // In this order; the values stand for what was not said.
    private static final Map<String, JsonText> DEFAULTS = defaults();

    private final Map<String, JsonText> members = new LinkedHashMap<>(DEFAULTS);
    private final Set<String> custom = new HashSet<>();

    private ResponsesEcho() {}

    /// What a request without any settings is answered with.
    static ResponsesEcho none() {
        return new ResponsesEcho();
    }

    /// Reads a body that was decoded before.
    static ResponsesEcho of(byte[] body) {
        ResponsesEcho echo = new ResponsesEcho();
        try (JsonIn in = JsonIn.shallow(body)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (in.isNull() || !DEFAULTS.containsKey(name)) {
                    in.skip();
                } else {
                    echo.take(name, JsonTree.of(in.raw()));
                }
            }
        }
        return echo;
    }

    private void take(String name, Object tree) {
        members.put(name, JsonTree.text(tree));
        if (name.equals("tools")) {
            for (Object tool : JsonTree.elements(tree)) {
                Map<String, Object> described = JsonTree.object(tool);
                if (described != null
                        && "custom".equals(described.get("type"))
                        && described.get("name") instanceof String named) {
                    custom.add(named);
                }
            }
        }
    }

    /// Whether a tool takes a text instead of JSON.
    boolean custom(String tool) {
        return custom.contains(tool);
    }

    /// Writes the members.
    void write(JsonOut out) {
        members.forEach(out::put);
    }

    private static Map<String, JsonText> defaults() {
        Map<String, JsonText> all = new LinkedHashMap<>();
        for (String name : List.of("instructions", "max_output_tokens", "max_tool_calls")) {
            all.put(name, NULL);
        }
        all.put("metadata", new JsonText("{}"));
        all.put("parallel_tool_calls", new JsonText("true"));
        all.put("prompt_cache_key", NULL);
        all.put("reasoning", new JsonText("{\"effort\":null,\"summary\":null}"));
        all.put("safety_identifier", NULL);
        all.put("temperature", NULL);
        all.put("text", new JsonText("{\"format\":{\"type\":\"text\"}}"));
        all.put("tool_choice", new JsonText("\"auto\""));
        all.put("tools", new JsonText("[]"));
        all.put("top_p", NULL);
        all.put("truncation", new JsonText("\"disabled\""));
        all.put("user", NULL);
        return all;
    }
}
