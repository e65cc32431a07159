// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What Anthropic refuses in schemas for structured output.
final class AnthropicSchemaRules {
    private static final List<String> UNSUPPORTED =
            List.of("minimum", "maximum", "multipleOf", "minLength", "maxLength");

    private AnthropicSchemaRules() {}

    /// A schema of `output_config.format` or of a strict tool.
    static void strict(Inspected schema) {
        walk(schema.object(), schema.node());
    }

    private static void walk(Inspected at, JsonNode node) {
        if (node.path("type").asString("").equals("object")
                && node.path("additionalProperties").asBoolean(true)) {
            throw at.wrong(
                    "For 'object' type, 'additionalProperties' must be explicitly set to false");
        }
        for (String word : UNSUPPORTED) {
            if (node.has(word)) {
                throw at.wrong("property '" + word + "' is not supported");
            }
        }
        node.path("properties").forEach(property -> walk(at, property));
        if (node.has("items")) {
            walk(at, node.get("items"));
        }
    }
}
