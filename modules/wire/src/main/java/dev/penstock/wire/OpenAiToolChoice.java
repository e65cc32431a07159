// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `tool_choice` says, in any of its forms: a word, a named function, a selection of tools, the
/// deprecated `function_call`, and the form of Anthropic's format, which some clients send here.
///
/// @param choice null when nothing was said
/// @param only the tools that may be called, or null for all
record OpenAiToolChoice(@Nullable ToolChoice choice, @Nullable Set<String> only) {

    static final OpenAiToolChoice UNSAID = new OpenAiToolChoice(null, null);

    /// Takes a choice that is not null.
    static OpenAiToolChoice read(JsonIn in) {
        if (in.isString()) {
            return new OpenAiToolChoice(word(in, in.string()), null);
        }
        if (!in.isObject()) {
            throw in.fault("must be a string or an object");
        }
        return object(in);
    }

    /// The tools that remain.
    List<ToolDefinition> allowed(List<ToolDefinition> tools) {
        Set<String> names = only;
        return names == null
                ? tools
                : tools.stream().filter(tool -> names.contains(tool.name())).toList();
    }

    private static ToolChoice word(JsonIn in, String word) {
        return switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required", "any" -> new ToolChoice.Required();
            default -> throw in.fault("must be auto, none, required or an object");
        };
    }

    private static OpenAiToolChoice object(JsonIn in) {
        String type = null;
        String named = null;
        OpenAiToolChoice selection = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = in.string();
                case "name" -> named = OpenAiToolReader.name(in);
                case "function" -> named = functionName(in);
                case "allowed_tools" -> selection = selection(in);
                default -> in.skip();
            }
        }
        if (selection != null) {
            return selection;
        }
        if (named != null && (type == null || type.equals("function") || type.equals("tool"))) {
            return new OpenAiToolChoice(new ToolChoice.Named(named), null);
        }
        if (type == null) {
            throw in.missing("type");
        }
        return switch (type) {
            case "auto", "none", "any" -> new OpenAiToolChoice(word(in, type), null);
            case "function" -> throw in.missing("function");
            default ->
                    throw in.faultIn(
                            "type",
                            "must be 'function' or 'allowed_tools'; other tools exist only at"
                                    + " their own provider");
        };
    }

    private static @Nullable String functionName(JsonIn in) {
        String found = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("name")) {
                found = OpenAiToolReader.name(in);
            } else {
                in.skip();
            }
        }
        return found;
    }

    private static OpenAiToolChoice selection(JsonIn in) {
        ToolChoice mode = new ToolChoice.Auto();
        Set<String> only = new HashSet<>();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "mode" -> mode = word(in, in.string());
                case "tools" -> selected(in, only);
                default -> in.skip();
            }
        }
        if (only.isEmpty()) {
            throw in.faultIn("tools", "must name at least one function");
        }
        return new OpenAiToolChoice(mode, only);
    }

    private static void selected(JsonIn in, Set<String> only) {
        in.array();
        while (in.element()) {
            String found = null;
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                switch (name) {
                    case "type" -> OpenAiToolReader.requireFunction(in);
                    case "name" -> found = OpenAiToolReader.name(in);
                    case "function" -> found = functionName(in);
                    default -> in.skip();
                }
            }
            if (found == null) {
                throw in.missing("function");
            }
            only.add(found);
        }
    }
}
