// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

/// The bounds within which a JSON document is read at all; beyond them it is refused at the place.
public final class JsonLimits {

    /// Deepest nesting of objects and arrays.
    public static final int DEPTH = 256;

    /// Longest member name in characters.
    public static final int NAME_LENGTH = 4_096;

    /// Longest number in characters.
    public static final int NUMBER_LENGTH = 128;

    private JsonLimits() {}
}
