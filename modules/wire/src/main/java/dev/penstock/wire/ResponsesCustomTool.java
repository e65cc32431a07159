// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.FailureException;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.ToolDefinition;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Tools that take a text instead of JSON. For a provider that has none they are functions with one
/// string.
final class ResponsesCustomTool {

    private static final JsonText SCHEMA =
            new JsonText(
                    "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
                            + "\"required\":[\"input\"],\"additionalProperties\":false}");

    private ResponsesCustomTool() {}

    /// The function that stands for a tool.
    ///
    /// @param grammar what the text must match, or null
    static ToolDefinition definition(
            String name, @Nullable String description, @Nullable String grammar) {
        String told =
                grammar == null
                        ? description
                        : (description == null ? "" : description + "\n\n") + grammar;
        return new ToolDefinition(name, told, SCHEMA, null);
    }

    /// The arguments of the function for a text.
    static String arguments(String input) {
        return new String(
                new JsonOut().object().put("input", input).end().bytes(), StandardCharsets.UTF_8);
    }

    /// The text that a model meant: the one string, or what it wrote when that is something else.
    static String input(String arguments) {
        if (arguments.isBlank()) {
            return "";
        }
        try (JsonIn in = JsonIn.captured(new JsonText(arguments))) {
            String input = null;
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("input") && in.isString()) {
                    input = in.string();
                } else {
                    in.skip();
                }
            }
            in.end();
            return input == null ? arguments : input;
        } catch (FailureException _) {
            return arguments;
        }
    }
}
