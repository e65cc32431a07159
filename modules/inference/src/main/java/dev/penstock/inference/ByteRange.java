// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// A piece of a byte array.
///
/// @param from index of the first byte
/// @param to index after the last byte
public record ByteRange(int from, int to) {

    public ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "byte range is %d to %d but must not be negative or reversed"
                            .formatted(from, to));
        }
    }

    /// How many bytes it spans.
    public int length() {
        return to - from;
    }
}
