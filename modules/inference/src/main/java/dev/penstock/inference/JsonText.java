// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// One JSON value as text, carried along without being understood: a schema, an unknown member.
///
/// @param value the JSON text, never blank; whoever makes it has parsed it before, so it is well
///     formed
public record JsonText(String value) {

    public JsonText {
        Checks.notBlank(value, "JSON text");
    }

    /// The JSON text itself.
    @Override
    public String toString() {
        return value;
    }
}
