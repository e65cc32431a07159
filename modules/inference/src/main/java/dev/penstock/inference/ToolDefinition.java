// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import org.jspecify.annotations.Nullable;

/// A function that the caller lets the model ask for.
///
/// @param name unique within the request
/// @param description what it does, for the model, or null
/// @param schema JSON Schema of its arguments, or null for a tool without any
/// @param strict whether the provider shall enforce the schema; null leaves it to the provider
public record ToolDefinition(
        String name,
        @Nullable String description,
        @Nullable JsonText schema,
        @Nullable Boolean strict) {

    public ToolDefinition {
        Checks.notBlank(name, "tool name");
    }
}
