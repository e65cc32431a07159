// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import org.jspecify.annotations.Nullable;

/// The shape that the caller wants the words of the answer to have.
public sealed interface ResponseFormat {

    /// Any text.
    record Text() implements ResponseFormat {}

    /// Some JSON object.
    record JsonObject() implements ResponseFormat {}

    /// JSON that validates against a schema.
    ///
    /// @param name names the schema
    /// @param description what it is for, or null
    /// @param schema the JSON Schema, or null when the caller gave none
    /// @param strict whether the provider shall enforce it; null leaves it to the provider
    record JsonSchema(
            String name,
            @Nullable String description,
            @Nullable JsonText schema,
            @Nullable Boolean strict)
            implements ResponseFormat {
        public JsonSchema {
            Checks.notBlank(name, "response format name");
        }
    }
}
