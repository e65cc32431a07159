// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The keywords that Google takes in `parametersJsonSchema` and `responseJsonSchema`, and the fewer ones
/// of `parameters` and `responseSchema`.
final class GeminiSchemaRules {
    private static final Set<String> JSON =
            Set.of(
                    "$id",
                    "$defs",
                    "$ref",
                    "$anchor",
                    "type",
                    "format",
                    "title",
                    "description",
                    "enum",
                    "items",
                    "prefixItems",
                    "minItems",
                    "maxItems",
                    "minimum",
                    "maximum",
                    "anyOf",
                    "oneOf",
                    "properties",
                    "additionalProperties",
                    "required",
                    "propertyOrdering");
    private static final Set<String> OPEN_API =
            Set.of(
                    "type",
                    "format",
                    "title",
                    "description",
                    "nullable",
                    "enum",
                    "items",
                    "minItems",
                    "maxItems",
                    "properties",
                    "required",
                    "propertyOrdering",
                    "minProperties",
                    "maxProperties",
                    "minimum",
                    "maximum",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "example",
                    "anyOf",
                    "default");

    private GeminiSchemaRules() {}

    static void json(Inspected schema) {
        check(schema, JSON);
    }

    static void openApi(Inspected schema) {
        check(schema, OPEN_API);
        JsonNode type = schema.node().path("type");
        if (type.isArray()) {
            throw GeminiComplaints.bad(
                    "Proto field is not repeating, cannot start list. at '"
                            + schema.path()
                            + ".type'");
        }
    }

    private static void check(Inspected schema, Set<String> known) {
        schema.object().only(known);
        for (String name : List.of("properties", "$defs")) {
            schema.optional(
                    name,
                    all -> {
                        for (String property : all.object().node().propertyNames()) {
                            check(all.need(property), known);
                        }
                    });
        }
        schema.optional("items", items -> check(items, known));
        for (String name : List.of("anyOf", "oneOf", "prefixItems")) {
            schema.optional(name, all -> all.elements().forEach(one -> check(one, known)));
        }
        schema.optional(
                "additionalProperties",
                more -> {
                    if (more.node().isObject()) {
                        check(more, known);
                    }
                });
    }
}
