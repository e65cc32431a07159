// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

/// Tells by the first byte that means anything whether a server that was asked for a stream sends one
/// JSON document instead. No line of an event stream begins with a
/// brace or a bracket.
final class StreamKind {

    private boolean known;
    private boolean json;

    /// Takes the next bytes.
    ///
    /// @return whether the answer is JSON, as far as can be told
    boolean json(byte[] bytes, int offset, int length) {
        for (int i = offset; !known && i < offset + length; i++) {
            byte b = bytes[i];
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                known = true;
                json = b == '{' || b == '[';
            }
        }
        return json;
    }
}
