// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Whether the model may, must or must not call a tool.
public sealed interface ToolChoice {

    /// The model decides.
    record Auto() implements ToolChoice {}

    /// No tool.
    record None() implements ToolChoice {}

    /// At least one tool, whichever.
    record Required() implements ToolChoice {}

    /// This tool.
    ///
    /// @param name one of the request's tools
    record Named(String name) implements ToolChoice {
        public Named {
            Checks.notBlank(name, "tool choice");
        }
    }
}
