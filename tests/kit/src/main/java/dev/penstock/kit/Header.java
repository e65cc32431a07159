// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.Objects;

/// One header line as it stood on the wire.
///
/// @param name the name in its original case, never empty
/// @param value the value without surrounding whitespace, possibly empty
public record Header(String name, String value) {
    /// Refuses an empty name. Values are not checked: a test may send what a server must not.
    public Header {
        Objects.requireNonNull(value, "value");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Header name is empty; give the header a name");
        }
    }
}
