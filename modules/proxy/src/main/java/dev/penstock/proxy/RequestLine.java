// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.nio.charset.StandardCharsets;

/// The first line of a request, as RFC 9112, section 3, has it: three words, one space between each
/// two, CR LF. Targets are a path, or a whole URI of the same host, or `*` for OPTIONS.
final class RequestLine {

    private static final int LONGEST_METHOD = 32;
    private static final String VERSION = "HTTP/#.#\r\n";
    private static final boolean[] TARGET = new boolean[256];

    static {
        for (int c = '!'; c < 0x7f; c++) {
            TARGET[c] = "\"#<>\\^`{|}".indexOf(c) < 0;
        }
    }

    int methodEnd;
    int targetStart;
    int targetEnd;
    // Of a target that is a whole URI; else both are 0.
    int authorityStart;
    int authorityEnd;
    private int from;

    void begin(int at) {
        from = at;
        methodEnd = at;
        targetStart = 0;
        targetEnd = 0;
        authorityStart = 0;
        authorityEnd = 0;
    }

    /// Reads the line.
    ///
    /// @return where the next one begins, or [FieldLine#MORE]
    int read(byte[] bytes, int limit, int longest) {
        int i = from;
        while (i < limit && FieldLine.token(bytes[i])) {
            i++;
        }
        if (i - from > LONGEST_METHOD) {
            throw Misframed.of(501, "no method has so long a name");
        }
        if (i == limit) {
            return FieldLine.MORE;
        }
        if (i == from || bytes[i] != ' ') {
            throw Misframed.bad("the request does not begin with a method and one space");
        }
        methodEnd = i++;
        checkMethod(bytes);
        int start = i;
        while (i < limit && TARGET[bytes[i] & 0xff]) {
            i++;
        }
        if (i - from > longest) {
            throw Misframed.of(414, "the request line is too long");
        }
        if (i == limit) {
            return FieldLine.MORE;
        }
        if (i == start || bytes[i] != ' ') {
            throw Misframed.bad(
                    "the request target is missing or holds a character that URIs have not");
        }
        targetStart = start;
        targetEnd = i;
        return version(bytes, i + 1, limit);
    }

    private void checkMethod(byte[] bytes) {
        int length = methodEnd - from;
        if ((length == 5 && is(bytes, "trace")) || (length == 7 && is(bytes, "connect"))) {
            throw Misframed.of(405, "this method is not served here");
        }
    }

    boolean is(byte[] bytes, String lowerCase) {
        return FieldLine.same(bytes, from, methodEnd, lowerCase);
    }

    private int version(byte[] bytes, int at, int limit) {
        int known = Math.min(VERSION.length(), limit - at);
        for (int i = 0; i < known; i++) {
            byte b = bytes[at + i];
            char expected = VERSION.charAt(i);
            if (expected == '#' ? b < '0' || b > '9' : b != expected) {
                throw Misframed.bad("the request line does not end with the version and CR LF");
            }
        }
        if (known < VERSION.length()) {
            return FieldLine.MORE;
        }
        if (bytes[at + 5] != '1' || bytes[at + 7] != '1') {
            throw Misframed.of(505, "only HTTP/1.1 is understood here");
        }
        checkTarget(bytes);
        return at + VERSION.length();
    }

    private void checkTarget(byte[] bytes) {
        int length = targetEnd - targetStart;
        if (bytes[targetStart] == '/'
                || (length == 1 && bytes[targetStart] == '*' && is(bytes, "options"))) {
            return;
        }
        int start = targetStart + 7;
        if (length < 8 || !FieldLine.same(bytes, targetStart, start, "http://")) {
            start = targetStart + 8;
            if (length < 9 || !FieldLine.same(bytes, targetStart, start, "https://")) {
                throw Misframed.bad(
                        "the request target is neither a path nor a URI of this server");
            }
        }
        int end = start;
        while (end < targetEnd && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        authorityStart = start;
        authorityEnd = end;
    }

    /// The method as far as it is known.
    String method(byte[] bytes) {
        return new String(bytes, from, methodEnd - from, StandardCharsets.ISO_8859_1);
    }

    /// The path as far as it is known, or nothing.
    String path(byte[] bytes) {
        int start = Math.max(targetStart, authorityEnd);
        return new String(
                bytes, start, Math.max(0, targetEnd - start), StandardCharsets.ISO_8859_1);
    }
}
