// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Set;

/// What OpenAI refuses in `tools`, `tool_choice` and `parallel_tool_calls`.
final class OpenAiToolRules {
    private static final String NAME = "[A-Za-z0-9_-]{1,64}";

    private OpenAiToolRules() {}

    static void check(Inspected body) {
        Inspected tools = body.get("tools");
        if (tools == null) {
            refuseWithoutTools(body);
            return;
        }
        if (tools.elements().isEmpty()) {
            throw OpenAiComplaints.bad(
                    "empty_array",
                    "tools",
                    "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.");
        }
        tools.elements().forEach(OpenAiToolRules::tool);
        body.optional("tool_choice", choice -> choice(choice, tools));
        body.optional("parallel_tool_calls", Inspected::bool);
    }

    private static void refuseWithoutTools(Inspected body) {
        Inspected choice = body.get("tool_choice");
        if (choice != null && !(choice.isString() && choice.text().equals("none"))) {
            throw OpenAiComplaints.bad(
                    null,
                    "tool_choice",
                    "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.");
        }
        if (body.has("parallel_tool_calls")) {
            throw OpenAiComplaints.bad(
                    null,
                    "parallel_tool_calls",
                    "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.");
        }
    }

    private static void tool(Inspected tool) {
        String type = tool.object().need("type").oneOf(List.of("function", "custom")).text();
        tool.only(Set.of("type", type));
        Inspected told = tool.need(type).object();
        told.need("name").matches(NAME);
        told.optional("description", Inspected::string);
        if (type.equals("custom")) {
            told.only(Set.of("name", "description", "format"));
            return;
        }
        told.only(Set.of("name", "description", "parameters", "strict"));
        String name = told.need("name").text();
        told.optional("parameters", schema -> OpenAiSchemaRules.parameters(schema, name));
        if (told.flag("strict")) {
            OpenAiSchemaRules.strict(told.need("parameters"), "function '" + name + "'");
        }
    }

    private static void choice(Inspected choice, Inspected tools) {
        if (choice.isString()) {
            choice.oneOf(List.of("none", "auto", "required"));
            return;
        }
        String type =
                choice.object()
                        .need("type")
                        .oneOf(List.of("function", "custom", "allowed_tools"))
                        .text();
        choice.only(Set.of("type", type));
        if (type.equals("allowed_tools")) {
            Inspected allowed = choice.need(type).object().only(Set.of("mode", "tools"));
            allowed.need("mode").oneOf(List.of("auto", "required"));
            allowed.need("tools").elements();
            return;
        }
        String name = choice.need(type).object().only(Set.of("name")).need("name").string().text();
        boolean offered =
                tools.elements().stream()
                        .anyMatch(tool ->
                                tool.node().path(type).path("name").asString("").equals(name));
        if (!offered) {
            throw OpenAiComplaints.bad(
                    null,
                    "tool_choice",
                    "Tool choice '%s' not found in 'tools' parameter.".formatted(name));
        }
    }
}
