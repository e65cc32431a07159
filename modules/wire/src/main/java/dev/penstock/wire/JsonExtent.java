// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

/// Follows JSON text that comes in fragments, only as far as to know where its outermost object
/// ends.
final class JsonExtent {

    private boolean begun;
    private boolean object;
    private boolean inString;
    private boolean escaped;
    private int depth;

    /// Takes the next fragment.
    void feed(String fragment) {
        for (int i = 0; i < fragment.length(); i++) {
            take(fragment.charAt(i));
        }
    }

    /// Whether the text begins like an object.
    boolean object() {
        return object;
    }

    /// Whether the object has begun and ended.
    boolean complete() {
        return object && depth == 0;
    }

    private void take(char c) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
            }
            return;
        }
        switch (c) {
            case '{', '[' -> {
                object |= !begun && c == '{';
                depth++;
            }
            case '}', ']' -> depth = Math.max(0, depth - 1);
            case '"' -> inString = true;
            default -> {}
        }
        begun |= !Character.isWhitespace(c);
    }
}
