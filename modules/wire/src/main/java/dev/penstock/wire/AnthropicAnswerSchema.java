// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reduces a schema of the answer to the subset that the provider enforces. What is taken away is
/// told to the model in the `description` instead, so that its meaning is kept. The caller's own
/// schema is not changed.
final class AnthropicAnswerSchema {

    private static final Set<String> TOLD =
            Set.of(
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "minLength",
                    "maxLength",
                    "maxItems",
                    "uniqueItems",
                    "minProperties",
                    "maxProperties",
                    "contains",
                    "minContains",
                    "maxContains",
                    "prefixItems",
                    "patternProperties",
                    "propertyNames",
                    "dependentRequired",
                    "dependentSchemas",
                    "unevaluatedItems",
                    "unevaluatedProperties",
                    "not",
                    "if",
                    "then",
                    "else");
    private static final Set<String> LEFT_OUT = Set.of("$schema", "$id", "$comment", "examples");
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");
    private static final Set<String> LISTED = Set.of("anyOf", "allOf");

    private AnthropicAnswerSchema() {}

    /// The reduced schema, or null when it cannot be enforced: it refers to itself, or is not of an
    /// object.
    static @Nullable JsonText of(JsonText schema) {
        Map<String, Object> root = JsonTree.object(JsonTree.of(schema));
        if (root == null || recursive(root)) {
            return null;
        }
        return JsonTree.text(reduced(root));
    }

    private static Map<String, Object> reduced(Map<String, Object> schema) {
        Map<String, Object> result = new LinkedHashMap<>();
        List<String> told = new ArrayList<>();
        schema.forEach((keyword, value) -> reduce(keyword, value, result, told));
        boolean object = "object".equals(schema.get("type")) || schema.containsKey("properties");
        if (object) {
            result.putIfAbsent("additionalProperties", new JsonText("false"));
        }
        if (!told.isEmpty()) {
            String words = "(" + String.join(", ", told) + ")";
            result.merge("description", words, (before, added) -> before + " " + added);
        }
        return result;
    }

    private static void reduce(
            String keyword, Object value, Map<String, Object> result, List<String> told) {
        if (LEFT_OUT.contains(keyword)) {
            return;
        }
        if (TOLD.contains(keyword) || (keyword.equals("minItems") && !isZeroOrOne(value))) {
            told.add(keyword + ": " + JsonTree.text(value).value());
        } else if (keyword.equals("additionalProperties")) {
            result.put(keyword, new JsonText("false"));
            if (value instanceof Map<?, ?> map && !map.isEmpty()) {
                told.add(keyword + ": " + JsonTree.text(value).value());
            }
        } else if (NAMED.contains(keyword) && value instanceof Map<?, ?>) {
            Map<String, Object> schemas = new LinkedHashMap<>();
            Map<String, Object> named = JsonTree.object(value);
            if (named != null) {
                named.forEach((name, inner) -> schemas.put(name, reducedIfSchema(inner)));
            }
            result.put(keyword, schemas);
        } else if (LISTED.contains(keyword) || keyword.equals("oneOf")) {
            // Of the alternatives exactly one is meant either way.
            result.put(
                    keyword.equals("oneOf") ? "anyOf" : keyword,
                    JsonTree.elements(value).stream()
                            .map(AnthropicAnswerSchema::reducedIfSchema)
                            .toList());
        } else if (keyword.equals("items")) {
            result.put(keyword, reducedIfSchema(value));
        } else {
            result.put(keyword, value);
        }
    }

    private static Object reducedIfSchema(Object value) {
        Map<String, Object> schema = JsonTree.object(value);
        return schema == null ? value : reduced(schema);
    }

    private static boolean isZeroOrOne(Object value) {
        return value instanceof JsonText t && (t.value().equals("0") || t.value().equals("1"));
    }

    private static boolean recursive(Map<String, Object> root) {
        Map<String, Set<String>> references = new LinkedHashMap<>();
        for (String place : List.of("$defs", "definitions")) {
            Map<String, Object> named = JsonTree.object(root.get(place));
            if (named != null) {
                named.forEach((name, schema) -> {
                    Set<String> found = new HashSet<>();
                    collect(schema, found);
                    references.put("#/" + place + "/" + name, found);
                });
            }
        }
        Set<String> all = new HashSet<>();
        collect(root, all);
        references.put("#", all);
        return all.contains("#")
                || references.keySet().stream()
                        .filter(name -> !name.equals("#"))
                        .anyMatch(name -> reaches(name, name, references, new HashSet<>()));
    }

    private static boolean reaches(
            String from, String goal, Map<String, Set<String>> references, Set<String> seen) {
        for (String next : references.getOrDefault(from, Set.of())) {
            if (next.equals(goal) || (seen.add(next) && reaches(next, goal, references, seen))) {
                return true;
            }
        }
        return false;
    }

    private static void collect(Object tree, Set<String> found) {
        Map<String, Object> object = JsonTree.object(tree);
        if (object == null) {
            JsonTree.elements(tree).forEach(element -> collect(element, found));
            return;
        }
        if (object.get("$ref") instanceof String reference) {
            found.add(reference);
        }
        object.values().forEach(value -> collect(value, found));
    }
}
