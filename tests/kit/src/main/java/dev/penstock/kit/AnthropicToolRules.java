// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What Anthropic refuses in `tools` and `tool_choice`.
final class AnthropicToolRules {
    private static final String NAME = "[a-zA-Z0-9_-]{1,128}";
    private static final String SERVER_TOOL =
            "(web_search|web_fetch|code_execution|bash|text_editor|memory|tool_search_tool_regex|tool_search_tool_bm25)_20\\d{6}";

    private AnthropicToolRules() {}

    static void check(Inspected body) {
        Inspected tools = body.get("tools");
        Set<String> names = new HashSet<>();
        if (tools != null) {
            for (Inspected tool : tools.elements()) {
                String name = tool(tool);
                if (!names.add(name)) {
                    throw AnthropicComplaints.bad("tools: Tool names must be unique.");
                }
            }
        }
        body.optional("tool_choice", choice -> choice(choice, names));
    }

    private static String tool(Inspected tool) {
        String type = tool.object().node().path("type").asString("custom");
        Inspected name = tool.need("name").string();
        if (!type.equals("custom")) {
            if (!type.matches(SERVER_TOOL)) {
                throw tool.wrong("Input tag '" + type + "' found using 'type' is not known");
            }
            return name.text();
        }
        if (!name.text().matches(NAME)) {
            throw AnthropicComplaints.bad(
                    "%s.custom.name: String should match pattern '^%s$'"
                            .formatted(tool.path(), NAME));
        }
        tool.only(
                Set.of(
                        "type",
                        "name",
                        "description",
                        "input_schema",
                        "strict",
                        "cache_control",
                        "defer_loading",
                        "eager_input_streaming",
                        "input_examples",
                        "allowed_callers"));
        tool.optional("description", Inspected::string);
        tool.optional("cache_control", AnthropicBlockRules::cacheControl);
        schema(tool);
        return name.text();
    }

    private static void schema(Inspected tool) {
        Inspected schema = tool.get("input_schema");
        if (schema == null) {
            throw AnthropicComplaints.bad(tool.path() + ".custom.input_schema: Field required");
        }
        JsonNode node = schema.object().node();
        if (!node.has("type")) {
            throw AnthropicComplaints.bad(
                    tool.path() + ".custom.input_schema.type: Field required");
        }
        if (!node.path("type").asString("").equals("object")) {
            throw AnthropicComplaints.bad(
                    tool.path() + ".custom.input_schema.type: Input should be 'object'");
        }
        for (String word : List.of("oneOf", "allOf", "anyOf")) {
            if (node.has(word)) {
                throw AnthropicComplaints.bad(
                        tool.path()
                                + ".custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level");
            }
        }
        if (tool.flag("strict")) {
            AnthropicSchemaRules.strict(schema);
        }
    }

    private static void choice(Inspected choice, Set<String> tools) {
        String type =
                choice.object().need("type").oneOf(List.of("auto", "any", "tool", "none")).text();
        if (tools.isEmpty()) {
            throw AnthropicComplaints.bad(
                    "tool_choice: tool_choice may only be specified while providing tools.");
        }
        choice.only(
                switch (type) {
                    case "tool" -> Set.of("type", "name", "disable_parallel_tool_use");
                    case "none" -> Set.of("type");
                    default -> Set.of("type", "disable_parallel_tool_use");
                });
        choice.optional("disable_parallel_tool_use", Inspected::bool);
        if (type.equals("tool") && !tools.contains(choice.need("name").string().text())) {
            throw AnthropicComplaints.bad(
                    "tool_choice.tool: Tool '%s' not found in provided tools"
                            .formatted(choice.need("name").text()));
        }
    }
}
