// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

/// The time that the mock upstream writes into every content chunk, so that whoever reads the chunk on
/// the same machine knows how long it was on its way: `~` and sixteen hexadecimal digits of
/// [System#nanoTime], which on Linux is one clock for all processes.
///
/// Finds marks in the pieces of one stream; not safe for several threads.
final class Marks {

    /// How long a mark is.
    static final int LENGTH = 17;

    private static final byte SIGN = '~';
    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private int digits = -1;
    private long value;

    /// Takes the times that are found.
    interface Found {
        /// Takes one, in nanoseconds of the clock.
        void at(long nanos);
    }

    /// Writes a mark.
    static void write(long nanos, byte[] bytes, int at) {
        bytes[at] = SIGN;
        for (int digit = 0; digit < 16; digit++) {
            bytes[at + 1 + digit] = DIGITS[(int) (nanos >>> (60 - 4 * digit)) & 0xf];
        }
    }

    /// Reads the next piece.
    void read(byte[] bytes, int from, int to, Found found) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == SIGN) {
                digits = 0;
                value = 0;
            } else if (digits >= 0) {
                int digit = Character.digit(bytes[at], 16);
                if (digit < 0) {
                    digits = -1;
                    continue;
                }
                value = value << 4 | digit;
                if (++digits == 16) {
                    digits = -1;
                    found.at(value);
                }
            }
        }
    }
}
