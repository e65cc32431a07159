// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import tools.jackson.databind.JsonNode;

/// What OpenAI refuses in JSON schemas.
final class OpenAiSchemaRules {
    private OpenAiSchemaRules() {}

    /// The parameters of a function: an object schema.
    static void parameters(Inspected schema, String function) {
        JsonNode type = schema.object().node().path("type");
        boolean empty = schema.node().isEmpty();
        if (!empty && !(type.isString() && type.asString().equals("object"))) {
            throw OpenAiComplaints.bad(
                    "invalid_function_parameters",
                    schema.path(),
                    "Invalid schema for function '%s': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"%s\"'."
                            .formatted(function, type.isMissingNode() ? "None" : type.asString()));
        }
    }

    /// A strict schema: every object closed, every property required.
    static void strict(Inspected schema, String owner) {
        walk(schema.object().node(), "()", schema.path(), owner);
    }

    private static void walk(JsonNode node, String context, String path, String owner) {
        if (node.path("type").asString("").equals("object")) {
            if (!node.path("additionalProperties").isBoolean()
                    || node.path("additionalProperties").asBoolean()) {
                throw refusal(
                        path,
                        owner,
                        context,
                        "'additionalProperties' is required to be supplied and to be false.");
            }
            for (String name : node.path("properties").propertyNames()) {
                if (!contains(node.path("required"), name)) {
                    throw refusal(
                            path,
                            owner,
                            context,
                            "'required' is required to be supplied and to be an array including every key in properties. Missing '"
                                    + name
                                    + "'.");
                }
                walk(node.path("properties").get(name), "('" + name + "')", path, owner);
            }
        }
        if (node.has("items")) {
            walk(node.get("items"), "('items')", path, owner);
        }
    }

    private static boolean contains(JsonNode required, String name) {
        return required.valueStream().anyMatch(value -> value.asString("").equals(name));
    }

    private static Refusal refusal(String path, String owner, String context, String rule) {
        return OpenAiComplaints.bad(
                "invalid_json_schema",
                path,
                "Invalid schema for %s: In context=%s, %s".formatted(owner, context, rule));
    }
}
