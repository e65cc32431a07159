// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `tools` and `toolConfig`.
final class GeminiToolReader {

    private final JsonIn in;
    private final Map<String, JsonText> extras;
    private final List<ToolDefinition> definitions = new ArrayList<>();

    private @Nullable String mode;
    private List<String> allowed = List.of();

    /// @param extras takes what has no word here
    GeminiToolReader(JsonIn in, Map<String, JsonText> extras) {
        this.in = in;
        this.extras = extras;
    }

    /// Takes `tools`: functions, and tools that Google runs itself.
    void readTools() {
        in.array();
        while (in.element()) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                String known = GeminiMembers.camel(name);
                if (in.isNull()) {
                    continue;
                }
                if (known.equals("functionDeclarations")) {
                    in.array();
                    while (in.element()) {
                        definitions.add(function());
                    }
                } else {
                    extras.put("tools." + known, in.raw());
                }
            }
        }
    }

    private ToolDefinition function() {
        String found = null;
        String description = null;
        JsonText schema = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (GeminiMembers.camel(name)) {
                case "name" -> found = OpenAiToolReader.name(in);
                case "description" -> description = in.string();
                case "parameters" -> schema = GeminiSchemaReader.of(schema(schema));
                case "parametersJsonSchema" -> schema = schema(schema);
                default -> extras.put("tools.functionDeclarations." + name, in.raw());
            }
        }
        if (found == null) {
            throw in.missing("name");
        }
        return new ToolDefinition(found, description, schema, null);
    }

    private JsonText schema(@Nullable JsonText before) {
        if (before != null) {
            throw in.fault("must not be given twice; send parameters or parametersJsonSchema");
        }
        in.object();
        return in.raw();
    }

    /// Takes `toolConfig`.
    void readConfig() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            String known = GeminiMembers.camel(name);
            if (known.equals("functionCallingConfig")) {
                calling();
            } else {
                extras.put("toolConfig." + known, in.raw());
            }
        }
    }

    private void calling() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (GeminiMembers.camel(name)) {
                case "mode" -> mode = mode();
                case "allowedFunctionNames" -> allowed = in.strings();
                default -> extras.put("toolConfig.functionCallingConfig." + name, in.raw());
            }
        }
    }

    private @Nullable String mode() {
        String word = in.string();
        return switch (word) {
            case "AUTO", "ANY", "NONE", "VALIDATED" -> word;
            case "MODE_UNSPECIFIED" -> null;
            default -> throw in.fault("must be AUTO, ANY, NONE or VALIDATED");
        };
    }

    /// The functions; only those that the caller allows, when it names some.
    List<ToolDefinition> definitions() {
        for (String name : allowed) {
            if (definitions.stream().noneMatch(tool -> tool.name().equals(name))) {
                throw JsonFault.CALLER.at(
                        "toolConfig.functionCallingConfig.allowedFunctionNames",
                        "must name declared functions only");
            }
        }
        return allowed.isEmpty()
                ? definitions
                : definitions.stream().filter(tool -> allowed.contains(tool.name())).toList();
    }

    @Nullable ToolChoice choice() {
        if (!allowed.isEmpty() && !"ANY".equals(mode) && !"VALIDATED".equals(mode)) {
            throw JsonFault.CALLER.at(
                    "toolConfig.functionCallingConfig.allowedFunctionNames",
                    "is allowed with mode ANY or VALIDATED only");
        }
        return switch (mode) {
            case "AUTO", "VALIDATED" -> new ToolChoice.Auto();
            case "NONE" -> new ToolChoice.None();
            case "ANY" ->
                    allowed.size() == 1
                            ? new ToolChoice.Named(allowed.getFirst())
                            : new ToolChoice.Required();
            case null, default -> null;
        };
    }
}
