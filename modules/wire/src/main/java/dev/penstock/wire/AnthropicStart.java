// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import org.jspecify.annotations.Nullable;

/// Looks at the beginning of an answer that should be an event stream: some servers answer with one
/// JSON document instead, mostly an error.
final class AnthropicStart {

    private boolean decided;
    private @Nullable AnthropicPlainReader plain;

    /// Whether the answer is one document. Asked with the next bytes, before they are read.
    boolean json(byte[] bytes, int offset, int length) {
        for (int i = offset; !decided && i < offset + length; i++) {
            byte b = bytes[i];
            if (b == '{' || b == '[' || b == '<') {
                plain = new AnthropicPlainReader();
                decided = true;
            } else if (b > ' ') {
                decided = true;
            }
        }
        return plain != null;
    }

    boolean json() {
        return plain != null;
    }

    /// The reader for the document, once there is one.
    AnthropicPlainReader plain() {
        if (plain == null) {
            throw new IllegalStateException("the answer is a stream; ask json() first");
        }
        return plain;
    }
}
