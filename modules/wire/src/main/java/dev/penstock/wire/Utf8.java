// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The encoding that RFC 8259 prescribes, demanded of whole bodies.
final class Utf8 {

    private static final int BLOCK = 8 * 1024;

    private Utf8() {}

    /// Refuses bytes that are not UTF-8 (overlong forms and surrogates included).
    static void refuseMalformed(byte[] bytes, JsonFault fault) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(BLOCK, bytes.length + 1));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw fault.notJson("", "byte " + in.position() + " is not UTF-8", null);
        }
    }

    /// Refuses UTF-16 and UTF-32, which the JSON parser would otherwise guess and accept.
    static void refuseOtherEncodings(byte[] bytes, int from, int to, JsonFault fault) {
        for (int i = from; i < Math.min(to, from + 4); i++) {
            if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
                throw fault.notJson("", "byte " + (i - from) + " is not UTF-8", null);
            }
        }
    }

    /// How many bytes the byte order mark at the beginning takes: 3 or 0.
    static int markLength(byte[] bytes, int from, int to) {
        return to - from >= 3
                        && bytes[from] == (byte) 0xEF
                        && bytes[from + 1] == (byte) 0xBB
                        && bytes[from + 2] == (byte) 0xBF
                ? 3
                : 0;
    }
}
