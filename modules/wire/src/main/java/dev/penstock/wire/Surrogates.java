// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

/// Finds escapes in JSON that stand for no character: half of a surrogate pair without the other
/// half (RFC 8259, section 8.2). Servers differ in what they make of such a text: some refuse it, some
/// write another character.
final class Surrogates {

    private static final int ESCAPE = 6;

    private Surrogates() {}

    /// The first escape that is half of a pair alone.
    ///
    /// @param json need not be JSON
    /// @return the index of its backslash, or -1
    static int lone(byte[] json) {
        int at = 0;
        while (at < json.length) {
            if (json[at] != '\\') {
                at++;
                continue;
            }
            int unit = unit(json, at);
            if (unit < 0) {
                at += 2;
            } else if (!Character.isSurrogate((char) unit)) {
                at += ESCAPE;
            } else if (Character.isHighSurrogate((char) unit) && low(json, at + ESCAPE)) {
                at += 2 * ESCAPE;
            } else {
                return at;
            }
        }
        return -1;
    }

    private static boolean low(byte[] json, int at) {
        int unit = unit(json, at);
        return unit >= 0 && Character.isLowSurrogate((char) unit);
    }

    /// What an escape of the form `\ud83d` stands for, or -1 when none is here.
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
