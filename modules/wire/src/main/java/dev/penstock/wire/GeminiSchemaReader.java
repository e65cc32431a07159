// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Makes JSON Schema of Google's subset of OpenAPI schemas: types in lower case, `nullable` as a
/// type, no `propertyOrdering`.
final class GeminiSchemaReader {

    private static final Set<String> COUNTS =
            Set.of(
                    "minItems",
                    "maxItems",
                    "minLength",
                    "maxLength",
                    "minProperties",
                    "maxProperties");

    private GeminiSchemaReader() {}

    static JsonText of(JsonText schema) {
        return JsonTree.text(converted(JsonTree.of(schema)));
    }

    private static Object converted(Object tree) {
        Map<String, Object> schema = JsonTree.object(tree);
        if (schema == null) {
            return tree;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        boolean nullable = false;
        for (Map.Entry<String, Object> member : schema.entrySet()) {
            Object value = member.getValue();
            String name = GeminiMembers.camel(member.getKey());
            switch (name) {
                case "nullable" ->
                        nullable = value instanceof JsonText t && t.value().equals("true");
                case "propertyOrdering" -> {}
                case "type" -> type(out, value);
                case "format" -> {
                    if (!"enum".equals(value)) {
                        out.put(name, value);
                    }
                }
                case "example" -> out.put("examples", List.of(value));
                case "properties" -> out.put(name, properties(value));
                case "items" -> out.put(name, converted(value));
                case "anyOf" ->
                        out.put(
                                name,
                                JsonTree.elements(value).stream()
                                        .map(GeminiSchemaReader::converted)
                                        .toList());
                default -> out.put(name, COUNTS.contains(name) ? number(value) : value);
            }
        }
        if (nullable) {
            alsoNull(out);
        }
        return out;
    }

    private static void type(Map<String, Object> out, Object value) {
        if (value instanceof String word) {
            if (!word.equals("TYPE_UNSPECIFIED")) {
                out.put("type", word.toLowerCase(Locale.ROOT));
            }
        } else {
            out.put("type", value);
        }
    }

    private static Object properties(Object value) {
        Map<String, Object> all = JsonTree.object(value);
        if (all == null) {
            return value;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        all.forEach((name, schema) -> out.put(name, converted(schema)));
        return out;
    }

    // Clients write 64-bit numbers as strings.
    private static Object number(Object value) {
        return value instanceof String text && text.matches("\\d{1,18}")
                ? new JsonText(text)
                : value;
    }

    private static void alsoNull(Map<String, Object> schema) {
        if (schema.get("type") instanceof String type && !type.equals("null")) {
            schema.put("type", List.of(type, "null"));
        }
        if (schema.containsKey("enum")) {
            List<Object> values = new ArrayList<>(JsonTree.elements(schema.get("enum")));
            values.add(new JsonText("null"));
            schema.put("enum", values);
        }
    }
}
