// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;

/// A part of a simulated answer, already cut into the pieces in which it is streamed.
sealed interface Part {
    /// The deltas of this part.
    List<String> pieces();

    /// Visible text.
    record Text(List<String> pieces) implements Part {}

    /// Reasoning: a thinking block, or `reasoning_content`.
    record Thinking(List<String> pieces) implements Part {}

    /// A tool call; the pieces joined are its arguments as JSON text.
    record Call(String id, String name, List<String> pieces) implements Part {}

    /// The pieces joined.
    default String whole() {
        return String.join("", pieces());
    }
}
