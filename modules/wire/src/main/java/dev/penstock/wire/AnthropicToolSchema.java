// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes schemas of tools fit: the root must be of type `object` and must not combine other schemas.
/// Below the root every JSON Schema is taken as it is.
final class AnthropicToolSchema {

    private static final JsonText NO_ARGUMENTS =
            new JsonText("{\"type\":\"object\",\"properties\":{}}");
    private static final List<String> COMBINING = List.of("allOf", "anyOf", "oneOf");

    private AnthropicToolSchema() {}

    static JsonText of(@Nullable JsonText schema) {
        Map<String, Object> root = schema == null ? null : JsonTree.object(JsonTree.of(schema));
        if (schema == null || root == null || root.isEmpty()) {
            return NO_ARGUMENTS;
        }
        boolean combines = COMBINING.stream().anyMatch(root::containsKey);
        if (!combines && "object".equals(root.get("type"))) {
            return schema;
        }
        Map<String, Object> fixed = new LinkedHashMap<>();
        fixed.put("type", "object");
        root.forEach(fixed::putIfAbsent);
        for (String keyword : COMBINING) {
            merge(fixed, fixed.remove(keyword), keyword.equals("allOf"));
        }
        if (!fixed.containsKey("$ref")) {
            fixed.putIfAbsent("properties", new LinkedHashMap<String, Object>());
        }
        return JsonTree.text(fixed);
    }

    // The properties of all branches become properties of the root. Only what every branch demands,
    // or any branch of allOf, stays demanded.
    private static void merge(Map<String, Object> root, @Nullable Object branches, boolean all) {
        List<Object> demanded = null;
        for (Object branch : JsonTree.elements(branches)) {
            Map<String, Object> schema = JsonTree.object(branch);
            if (schema == null) {
                continue;
            }
            Map<String, Object> properties = JsonTree.object(schema.get("properties"));
            if (properties != null) {
                Map<String, Object> own = JsonTree.object(root.get("properties"));
                Map<String, Object> joined = new LinkedHashMap<>(own == null ? Map.of() : own);
                properties.forEach(joined::putIfAbsent);
                root.put("properties", joined);
            }
            List<Object> required = new ArrayList<>(JsonTree.elements(schema.get("required")));
            if (demanded == null) {
                demanded = required;
            } else if (all) {
                demanded.addAll(required);
            } else {
                demanded.retainAll(required);
            }
        }
        if (demanded != null && !demanded.isEmpty()) {
            demanded.addAll(JsonTree.elements(root.get("required")));
            root.put("required", demanded.stream().distinct().toList());
        }
    }
}
