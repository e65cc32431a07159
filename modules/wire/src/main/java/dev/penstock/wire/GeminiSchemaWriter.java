// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Makes a JSON Schema fit for `parametersJsonSchema` and `responseJsonSchema`: other keywords than
/// those that the API documents are refused there. Some can be said in other words, the rest is lost.
final class GeminiSchemaWriter {

    private static final Set<String> PLAIN =
            Set.of(
                    "$id",
                    "$ref",
                    "$anchor",
                    "type",
                    "format",
                    "title",
                    "description",
                    "enum",
                    "minItems",
                    "maxItems",
                    "minimum",
                    "maximum",
                    "required",
                    "propertyOrdering");
    // Said for people; nothing is lost for the answer.
    private static final Set<String> REMARKS =
            Set.of("$schema", "$comment", "examples", "example", "default", "deprecated", "strict");

    private final Consumer<String> lost;

    private GeminiSchemaWriter(Consumer<String> lost) {
        this.lost = lost;
    }

    /// Reduces a schema.
    ///
    /// @param lost takes the keywords that were left out
    static JsonText of(JsonText schema, Consumer<String> lost) {
        return JsonTree.text(new GeminiSchemaWriter(lost).reduced(JsonTree.of(schema)));
    }

    /// Whether a schema says anything of arguments at all.
    static boolean empty(JsonText schema) {
        Map<String, Object> root = JsonTree.object(JsonTree.of(schema));
        if (root == null) {
            return true;
        }
        Map<String, Object> properties = JsonTree.object(root.get("properties"));
        return (properties == null || properties.isEmpty())
                && PLAIN.stream().noneMatch(name -> name.equals("$ref") && root.containsKey(name))
                && !root.containsKey("anyOf")
                && !root.containsKey("oneOf")
                && !root.containsKey("allOf")
                && JsonTree.object(root.get("additionalProperties")) == null;
    }

    private Object reduced(Object tree) {
        Map<String, Object> schema = JsonTree.object(tree);
        if (schema == null) {
            // `true` and `false` are schemas, too; any value is allowed where they stand.
            return new LinkedHashMap<String, Object>();
        }
        Map<String, Object> out = new LinkedHashMap<>();
        schema.forEach((name, value) -> member(out, name, value));
        merge(out, schema.get("allOf"));
        if (isTrue(schema.get("nullable")) && out.get("type") instanceof String type) {
            out.put("type", List.of(type, "null"));
        }
        return out;
    }

    private void member(Map<String, Object> out, String name, Object value) {
        switch (name) {
            case "properties", "$defs" -> out.put(name, schemas(value));
            case "definitions" -> out.put("$defs", schemas(value));
            case "$ref" ->
                    out.put(
                            name,
                            value instanceof String ref
                                    ? ref.replaceFirst("^#/definitions/", "#/\\$defs/")
                                    : value);
            case "items" -> {
                if (value instanceof List<?>) {
                    out.put("prefixItems", listed(value));
                } else {
                    out.put(name, reduced(value));
                }
            }
            case "prefixItems", "anyOf", "oneOf" -> out.put(name, listed(value));
            case "additionalProperties" ->
                    out.put(name, JsonTree.object(value) == null ? value : reduced(value));
            case "const" -> out.put("enum", List.of(value));
            case "exclusiveMinimum" -> exclusive(out, "minimum", value);
            case "exclusiveMaximum" -> exclusive(out, "maximum", value);
            case "allOf", "nullable" -> {}
            default -> {
                if (PLAIN.contains(name)) {
                    out.put(name, value);
                } else if (!REMARKS.contains(name)) {
                    lost.accept(name);
                }
            }
        }
    }

    private Object schemas(Object value) {
        Map<String, Object> all = JsonTree.object(value);
        if (all == null) {
            return value;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        all.forEach((name, schema) -> out.put(name, reduced(schema)));
        return out;
    }

    private List<Object> listed(Object value) {
        return JsonTree.elements(value).stream().map(this::reduced).toList();
    }

    // The bound itself is let in: nearer than no bound.
    private void exclusive(Map<String, Object> out, String name, Object value) {
        if (value instanceof JsonText text && !isTrue(value) && !text.value().equals("false")) {
            out.putIfAbsent(name, value);
        }
        lost.accept("exclusive" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
    }

    // What all of several schemas demand is demanded by one that holds all of them.
    private void merge(
            Map<String, Object> out, @org.jspecify.annotations.Nullable Object branches) {
        for (Object branch : JsonTree.elements(branches)) {
            Map<String, Object> more = JsonTree.object(reduced(branch));
            if (more == null) {
                continue;
            }
            more.forEach((name, value) -> {
                Object before = out.get(name);
                switch (name) {
                    case "properties", "$defs" -> {
                        Map<String, Object> joined = new LinkedHashMap<>();
                        Map<String, Object> own = JsonTree.object(before);
                        Map<String, Object> added = JsonTree.object(value);
                        joined.putAll(own == null ? Map.of() : own);
                        if (added != null) {
                            added.forEach(joined::putIfAbsent);
                        }
                        out.put(name, joined);
                    }
                    case "required" -> {
                        Set<Object> joined = new LinkedHashSet<>(JsonTree.elements(before));
                        joined.addAll(JsonTree.elements(value));
                        out.put(name, new ArrayList<>(joined));
                    }
                    default -> out.putIfAbsent(name, value);
                }
            });
        }
    }

    private static boolean isTrue(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof JsonText text && text.value().equals("true");
    }
}
