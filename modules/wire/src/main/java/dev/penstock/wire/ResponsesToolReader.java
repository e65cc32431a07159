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

/// Decodes `tools` and `tool_choice` for a provider of another format. Functions and custom tools are
/// carried. Of the tools that run at OpenAI those which only help are left out, and told; those whose
/// absence would change what is answered are refused.
final class ResponsesToolReader {

    private static final Set<String> HELPING =
            Set.of(
                    "web_search",
                    "web_search_2025_08_26",
                    "web_search_preview",
                    "web_search_preview_2025_03_11",
                    "image_generation",
                    "tool_search");

    private static final int LONGEST_SHOWN = 60;

    private final JsonIn in;
    private final Set<String> dropped;
    private final List<ToolDefinition> tools = new ArrayList<>();
    private OpenAiToolChoice choice = OpenAiToolChoice.UNSAID;

    /// @param dropped gathers what cannot be carried
    ResponsesToolReader(JsonIn in, Set<String> dropped) {
        this.in = in;
        this.dropped = dropped;
    }

    /// The tools that may be called.
    List<ToolDefinition> tools() {
        return choice.allowed(tools);
    }

    /// Whether, and which.
    @Nullable ToolChoice choice() {
        return choice.choice();
    }

    /// A caller's own word as it may be repeated.
    static String shown(String word) {
        return word.length() <= LONGEST_SHOWN ? word : word.substring(0, LONGEST_SHOWN) + "…";
    }

    /// Takes `tools`.
    void readTools() {
        if (in.isNull()) {
            return;
        }
        in.array();
        while (in.element()) {
            new Draft().tool();
        }
    }

    // The members of a tool come in any order, so they are gathered first.
    private final class Draft {
        private @Nullable String type;
        private @Nullable String name;
        private @Nullable String description;
        private @Nullable JsonText parameters;
        private @Nullable Boolean strict;
        private @Nullable String grammar;

        void tool() {
            in.object();
            for (String member = in.member(); member != null; member = in.member()) {
                if (!in.isNull()) {
                    read(member);
                }
            }
            if (type == null) {
                throw in.missing("type");
            }
            switch (type) {
                case "function" ->
                        tools.add(new ToolDefinition(name(), description, parameters, strict));
                case "custom" ->
                        tools.add(ResponsesCustomTool.definition(name(), description, grammar));
                default -> hosted(type);
            }
        }

        private void read(String member) {
            switch (member) {
                case "type" -> type = in.string();
                case "name" -> name = in.string();
                case "description" -> description = in.string();
                case "parameters" -> parameters = OpenAiToolReader.schema(in);
                case "strict" -> strict = in.bool();
                case "format" -> grammar = grammar();
                default -> in.skip();
            }
        }

        private String name() {
            if (name == null || name.isBlank()) {
                throw in.missing("name");
            }
            return name;
        }

        private void hosted(String kind) {
            if (!HELPING.contains(kind)) {
                throw in.faultIn(
                        "type",
                        "is '"
                                + shown(kind)
                                + "', a tool that only OpenAI's own models have; this model"
                                + " takes function and custom tools");
            }
            dropped.add("tools." + kind);
        }
    }

    private @Nullable String grammar() {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        String syntax = "";
        String definition = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "syntax" -> syntax = in.string();
                case "definition" -> definition = in.optionalString();
                default -> in.skip();
            }
        }
        return definition == null
                ? null
                : "The input must match this " + syntax + " grammar:\n" + definition;
    }

    /// Takes `tool_choice`.
    void readChoice() {
        if (in.isNull()) {
            return;
        }
        if (in.isString()) {
            choice = new OpenAiToolChoice(word(in.string()), null);
            return;
        }
        if (!in.isObject()) {
            throw in.fault("must be a string or an object");
        }
        String type = null;
        String named = null;
        ToolChoice mode = new ToolChoice.Auto();
        Set<String> only = new HashSet<>();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = in.string();
                case "name" -> named = in.optionalString();
                case "mode" -> mode = word(in.string());
                case "tools" -> selected(only);
                default -> in.skip();
            }
        }
        choice = choice(type, named, mode, only);
    }

    private OpenAiToolChoice choice(
            @Nullable String type, @Nullable String named, ToolChoice mode, Set<String> only) {
        if (type == null) {
            throw in.missing("type");
        }
        return switch (type) {
            case "function", "custom" -> {
                if (named == null || named.isBlank()) {
                    throw in.missing("name");
                }
                yield new OpenAiToolChoice(new ToolChoice.Named(named), null);
            }
            case "allowed_tools" -> {
                if (only.isEmpty()) {
                    throw in.faultIn("tools", "must name at least one function");
                }
                yield new OpenAiToolChoice(mode, only);
            }
            default ->
                    throw in.faultIn(
                            "type",
                            "must be function, custom or allowed_tools; other tools exist only at"
                                    + " OpenAI's own models");
        };
    }

    private ToolChoice word(String word) {
        return switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> throw in.fault("must be auto, none, required or an object");
        };
    }

    private void selected(Set<String> only) {
        in.array();
        while (in.element()) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("name") && in.isString()) {
                    only.add(in.string());
                } else {
                    in.skip();
                }
            }
        }
    }
}
