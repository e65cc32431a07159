// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the tools of a request in the Messages format and the choice among them.
final class AnthropicTools {

    private final JsonIn in;
    private List<ToolDefinition> definitions = List.of();
    private @Nullable ToolChoice choice;
    private @Nullable Boolean parallel;

    AnthropicTools(JsonIn in) {
        this.in = in;
    }

    List<ToolDefinition> definitions() {
        return definitions;
    }

    @Nullable ToolChoice choice() {
        return choice;
    }

    @Nullable Boolean parallel() {
        return parallel;
    }

    /// Takes the value of `tools`.
    void readDefinitions() {
        List<ToolDefinition> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        in.array();
        while (in.element()) {
            ToolDefinition tool = definition();
            if (!names.add(tool.name())) {
                throw in.faultIn(
                        "name", "must be unique, but '" + tool.name() + "' is given twice");
            }
            all.add(tool);
        }
        definitions = all;
    }

    private ToolDefinition definition() {
        String type = "custom";
        String name = null;
        String description = null;
        JsonText schema = null;
        Boolean strict = null;
        in.object();
        for (String member = in.member(); member != null; member = in.member()) {
            switch (member) {
                case "type" -> type = in.isNull() ? type : in.string();
                case "name" -> name = in.string();
                case "description" -> description = in.optionalString();
                case "input_schema" -> schema = schema();
                case "strict" -> strict = in.optionalBool();
                default -> in.skip();
            }
        }
        if (!type.equals("custom")) {
            throw in.faultIn(
                    "type",
                    "is '%s', a tool that only Anthropic runs, but this model is answered by a provider of another format; leave the tool out or ask for a model at Anthropic"
                            .formatted(type));
        }
        if (name == null || name.isBlank()) {
            throw in.faultIn("name", "is required and must not be blank");
        }
        return new ToolDefinition(name, description, schema, strict);
    }

    private @Nullable JsonText schema() {
        if (in.isNull()) {
            return null;
        }
        in.object();
        return in.raw();
    }

    /// Takes the value of `tool_choice`. A plain string is no valid form but often sent, and clear.
    void readChoice() {
        if (in.isString()) {
            choice = choice(in.string(), null);
            return;
        }
        String type = null;
        String name = null;
        in.object();
        for (String member = in.member(); member != null; member = in.member()) {
            switch (member) {
                case "type" -> type = in.string();
                case "name" -> name = in.optionalString();
                case "disable_parallel_tool_use" -> {
                    Boolean disabled = in.optionalBool();
                    parallel = disabled == null ? null : Boolean.valueOf(!disabled);
                }
                default -> in.skip();
            }
        }
        if (type == null) {
            throw in.missing("type");
        }
        choice = choice(type, name);
    }

    private ToolChoice choice(String type, @Nullable String name) {
        return switch (type) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" -> {
                if (name == null || name.isBlank()) {
                    throw in.faultIn("name", "is required when the type is 'tool'");
                }
                yield new ToolChoice.Named(name);
            }
            default ->
                    throw in.fault(
                            "must be an object whose type is 'auto', 'any', 'tool' or 'none'");
        };
    }
}
