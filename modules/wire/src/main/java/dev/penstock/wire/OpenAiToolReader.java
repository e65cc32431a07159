// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import dev.penstock.inference.ToolDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes the tools of a chat completions request, today's form and the one it replaced.
final class OpenAiToolReader {

    private OpenAiToolReader() {}

    /// Takes `tools`.
    static void tools(JsonIn in, List<ToolDefinition> tools) {
        if (in.isNull()) {
            return;
        }
        in.array();
        while (in.element()) {
            tools.add(tool(in));
        }
    }

    /// Takes the deprecated `functions`.
    static void functions(JsonIn in, List<ToolDefinition> tools) {
        if (in.isNull()) {
            return;
        }
        in.array();
        while (in.element()) {
            tools.add(function(in));
        }
    }

    private static ToolDefinition tool(JsonIn in) {
        ToolDefinition tool = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> requireFunction(in);
                case "function" -> tool = function(in);
                default -> in.skip();
            }
        }
        if (tool == null) {
            throw in.missing("function");
        }
        return tool;
    }

    /// Takes the `type` of a tool, a choice or a call.
    static void requireFunction(JsonIn in) {
        if (!in.string().equals("function")) {
            throw in.fault("must be 'function'; other tools exist only at their own provider");
        }
    }

    private static ToolDefinition function(JsonIn in) {
        String function = null;
        String description = null;
        JsonText parameters = null;
        Boolean strict = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "name" -> function = name(in);
                case "description" -> description = in.optionalString();
                case "parameters" -> parameters = schema(in);
                case "strict" -> strict = in.optionalBool();
                default -> in.skip();
            }
        }
        if (function == null) {
            throw in.missing("name");
        }
        return new ToolDefinition(function, description, parameters, strict);
    }

    /// Takes the name of a tool.
    static String name(JsonIn in) {
        String name = in.string();
        if (name.isBlank()) {
            throw in.fault("must not be blank");
        }
        return name;
    }

    /// Takes a JSON Schema or null.
    static @Nullable JsonText schema(JsonIn in) {
        if (!in.isNull() && !in.isObject()) {
            throw in.fault("must be a JSON Schema, an object");
        }
        return in.optionalRaw();
    }
}
