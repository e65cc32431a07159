// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

/// One line of a header section, read as RFC 9112, section 5, has it, and nothing beside it: a name
/// of token characters, the colon right behind it, a value without control characters, CR LF.
final class FieldLine {

    /// The line is not complete.
    static final int MORE = -1;

    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] VALUE = new boolean[256];

    static {
        for (int c = '!'; c < 0x7f; c++) {
            TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
        for (int c = ' '; c < 256; c++) {
            VALUE[c] = c != 0x7f;
        }
        VALUE['\t'] = true;
    }

    int from;
    int nameEnd;
    int valueStart;
    int valueEnd;

    static boolean token(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean value(byte b) {
        return VALUE[b & 0xff];
    }

    /// Reads a line.
    ///
    /// @return where the next one begins, or [#MORE]
    int read(byte[] bytes, int begin, int limit) {
        from = begin;
        int i = begin;
        while (i < limit && TOKEN[bytes[i] & 0xff]) {
            i++;
        }
        if (i == limit) {
            return MORE;
        }
        if (bytes[i] != ':' || i == begin) {
            throw badName(bytes[i], i == begin);
        }
        nameEnd = i++;
        while (i < limit && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        valueStart = i;
        while (i < limit && VALUE[bytes[i] & 0xff]) {
            i++;
        }
        return end(bytes, i, limit);
    }

    private int end(byte[] bytes, int at, int limit) {
        if (at < limit && bytes[at] != '\r') {
            throw Misframed.bad(
                    bytes[at] == '\n'
                            ? "a header line ends with LF alone; it must end with CR LF"
                            : "a header value holds a control character");
        }
        if (at + 1 >= limit) {
            return MORE;
        }
        if (bytes[at + 1] != '\n') {
            throw Misframed.bad("a header value holds a CR");
        }
        int last = at;
        while (last > valueStart && (bytes[last - 1] == ' ' || bytes[last - 1] == '\t')) {
            last--;
        }
        valueEnd = last;
        return at + 2;
    }

    private static Misframed badName(byte found, boolean atStart) {
        if (found == ' ' || found == '\t') {
            return Misframed.bad(
                    atStart
                            ? "a header line is folded or begins with a space"
                            : "a space stands before the colon of a header");
        }
        return Misframed.bad(
                atStart && found == ':'
                        ? "a header has no name"
                        : "a header line has no colon, or a name that is not a token");
    }

    /// Whether the name is this one, which is in lower case.
    boolean named(byte[] bytes, String lowerCase) {
        return same(bytes, from, nameEnd, lowerCase);
    }

    /// Whether some bytes are this ASCII text, which is in lower case.
    static boolean same(byte[] bytes, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(bytes[i]) != lowerCase.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
