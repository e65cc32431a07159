// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The encoding that RFC 8259 prescribes, demanded of whole bodies.
final class Utf8 {

    private static final int BLOCK = 8 * 1024;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /// Refuses bytes that are not UTF-8 (overlong forms and surrogates included).
    static void refuseMalformed(byte[] bytes, JsonFault fault) {
        int ascii = asciiLength(bytes);
        if (ascii == bytes.length) {
            return;
        }
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes).position(ascii);
        CharBuffer out = CharBuffer.allocate(Math.min(BLOCK, bytes.length - ascii + 1));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw fault.notJson("", "byte " + in.position() + " is not UTF-8", null);
        }
    }

    // Most bodies are ASCII alone, which needs no decoding.
    private static int asciiLength(byte[] bytes) {
        int at = 0;
        while (at + Long.BYTES <= bytes.length && ((long) EIGHT.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] >= 0) {
            at++;
        }
        return at;
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
