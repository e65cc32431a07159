// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One pass over the bytes of a chunk that decides whether it must be parsed. Most chunks hold a
/// piece of text and nothing else: for those it counts the characters, and no parser is set up.
///
/// It may ask for parsing in vain, never the other way round: a member name that could matter stands
/// between quotes as it is, or is written with an escape, which also asks for parsing.
final class OpenAiGlance {

    private static final byte[] ASCII = name("\\u00");
    private static final byte[] FINISH = name("finish_reason");
    private static final byte[] USAGE = name("usage");
    private static final byte[] ERROR = name("error");
    private static final byte[] INDEX = name("index");
    private static final byte[] CALLS = name("tool_calls");
    private static final byte[] ARGUMENTS = name("arguments");
    private static final byte[][] WORDS = {
        name("content"), name("reasoning_content"), name("reasoning"), name("refusal"), ARGUMENTS
    };

    private byte[] bytes = {};
    private int to;
    private boolean parse;
    private boolean call;
    private long characters;

    /// Looks at a chunk.
    ///
    /// @return whether it must be parsed; if not, [#characters] and [#call] describe it
    boolean look(byte[] array, int offset, int length) {
        bytes = array;
        to = offset + length;
        parse = false;
        call = false;
        characters = 0;
        int end = to;
        int at = offset;
        while (at < end && !parse) {
            at = array[at] == '"' ? string(at + 1) : at + 1;
        }
        return parse;
    }

    /// How many characters of content the chunk holds.
    long characters() {
        return characters;
    }

    /// Whether it holds a piece of a tool call.
    boolean call() {
        return call;
    }

    // Behind the opening quote of a string: judges it and returns the place behind its end.
    private int string(int from) {
        int end = close(from);
        if (parse || end >= to) {
            parse = true;
            return to;
        }
        int value = value(end + 1);
        if (value < 0) {
            return end + 1;
        }
        return member(from, end, value);
    }

    private int member(int from, int end, int value) {
        boolean none = bytes[value] == 'n';
        switch (bytes[from]) {
            case 'f' -> parse = !none && is(FINISH, from, end);
            case 'u' -> parse = !none && is(USAGE, from, end);
            case 'e' -> parse = !none && is(ERROR, from, end);
            // Another answer than the first, or a further tool call: rare enough to be read
            // exactly.
            case 'i' -> parse = bytes[value] != '0' && is(INDEX, from, end);
            case 't' -> call |= bytes[value] == '[' && is(CALLS, from, end) && !empty(value);
            case 'c', 'r', 'a' -> {
                if (isWords(from, end)) {
                    return words(from, end, value);
                }
            }
            default -> {}
        }
        return value;
    }

    private int words(int from, int end, int value) {
        call |= is(ARGUMENTS, from, end);
        if (bytes[value] == 'n') {
            return value;
        }
        if (bytes[value] != '"') {
            parse = true;
            return value;
        }
        int close = close(value + 1);
        if (close >= to) {
            parse = true;
            return to;
        }
        characters += characters(value + 1, close);
        return close + 1;
    }

    // The place of the closing quote. An escaped ASCII character asks for parsing: it may spell a
    // name.
    private int close(int from) {
        byte[] array = bytes;
        int end = to;
        int at = from;
        while (at < end) {
            byte b = array[at];
            if (b == '"') {
                return at;
            }
            if (b == '\\') {
                parse |= Arrays.mismatch(array, at, Math.min(at + 4, end), ASCII, 0, 4) < 0;
                at++;
            }
            at++;
        }
        return at;
    }

    // The first byte of the value when a colon follows, else -1.
    private int value(int from) {
        int at = space(from);
        if (at >= to || bytes[at] != ':') {
            return -1;
        }
        at = space(at + 1);
        return at < to ? at : -1;
    }

    private boolean empty(int array) {
        int at = space(array + 1);
        return at >= to || bytes[at] == ']';
    }

    private int space(int from) {
        int at = from;
        while (at < to
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private boolean isWords(int from, int end) {
        for (byte[] name : WORDS) {
            if (is(name, from, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean is(byte[] name, int from, int end) {
        return Arrays.equals(bytes, from, end, name, 0, name.length);
    }

    // An escape counts as one, a character of several bytes as well.
    private long characters(int from, int end) {
        long count = 0;
        int at = from;
        while (at < end) {
            if (bytes[at] == '\\') {
                at += bytes[at + 1] == 'u' ? 6 : 2;
                count++;
            } else {
                count += (bytes[at] & 0xC0) == 0x80 ? 0 : 1;
                at++;
            }
        }
        return count;
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
