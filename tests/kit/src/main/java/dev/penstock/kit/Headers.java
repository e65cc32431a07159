// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Optional;

/// Header lines in the order and case in which they arrived; looked up without regard to case.
///
/// @param lines every line, repeated names included; unmodifiable
public record Headers(List<Header> lines) {
    /// Keeps an unmodifiable copy.
    public Headers {
        lines = List.copyOf(lines);
    }

    /// The value of the first line with that name, empty if there is none.
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /// The values of all lines with that name, in order; empty if there is none.
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /// Whether at least one line has that name.
    public boolean has(String name) {
        return first(name).isPresent();
    }

    /// The names in order and original case.
    public List<String> names() {
        return lines.stream().map(Header::name).toList();
    }
}
