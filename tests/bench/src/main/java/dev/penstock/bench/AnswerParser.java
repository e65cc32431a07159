// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads one HTTP/1.1 answer after the other from one connection, in whatever pieces it comes.
///
/// It knows what the three answering sides of a measurement send (content-length or chunked) and throws
/// at anything else.
final class AnswerParser {

    private enum State {
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        DONE
    }

    private static final int LARGEST_HEAD = 16 << 10;

    private final Body body;
    private final byte[] head = new byte[LARGEST_HEAD];
    private int headLength;
    private State state = State.HEAD;
    private int status;
    private long left;
    private int lineLength;

    /// Takes the bytes of bodies.
    interface Body {
        /// Takes some.
        void take(byte[] bytes, int from, int to);
    }

    AnswerParser(Body body) {
        this.body = body;
    }

    /// Takes bytes, up to the end of the answer.
    ///
    /// @return where the next answer begins, or `to`
    int take(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && state != State.DONE) {
            at =
                    switch (state) {
                        case HEAD -> head(bytes, at, to);
                        case LENGTH -> content(bytes, at, to, State.DONE);
                        case CHUNK -> content(bytes, at, to, State.CHUNK_END);
                        case CHUNK_SIZE -> chunkSize(bytes, at, to);
                        case CHUNK_END -> lineEnd(bytes, at, to, State.CHUNK_SIZE);
                        case TRAILER -> trailer(bytes, at, to);
                        case DONE -> at;
                    };
        }
        return at;
    }

    /// Whether the answer is complete; the next one begins with [#next].
    boolean complete() {
        return state == State.DONE;
    }

    /// The status of the answer, 0 until its head is complete.
    int status() {
        return status;
    }

    /// Begins the next answer.
    void next() {
        state = State.HEAD;
        headLength = 0;
        status = 0;
    }

    private int head(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (headLength == LARGEST_HEAD) {
                throw new IllegalStateException("an answer's head is larger than " + LARGEST_HEAD);
            }
            byte next = bytes[at++];
            head[headLength++] = next;
            if (next == '\n' && headLength >= 4 && head[headLength - 3] == '\n') {
                headComplete();
                return at;
            }
        }
        return at;
    }

    private void headComplete() {
        String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
        status = Integer.parseInt(text, 9, 12, 10);
        String lower = text.toLowerCase(Locale.ROOT);
        int length = lower.indexOf("\r\ncontent-length:");
        if (length >= 0) {
            int end = lower.indexOf('\r', length + 2);
            left = Long.parseLong(lower.substring(length + 17, end).strip());
            state = left == 0 ? State.DONE : State.LENGTH;
        } else if (lower.contains("\r\ntransfer-encoding: chunked\r\n")) {
            left = 0;
            lineLength = 0;
            state = State.CHUNK_SIZE;
        } else {
            throw new IllegalStateException("an answer without length: " + text);
        }
    }

    private int content(byte[] bytes, int from, int to, State after) {
        int end = (int) Math.min(to, from + left);
        body.take(bytes, from, end);
        left -= end - from;
        if (left == 0) {
            state = after;
        }
        return end;
    }

    private int chunkSize(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte next = bytes[at++];
            if (next == '\n') {
                lineLength = 0;
                state = left == 0 ? State.TRAILER : State.CHUNK;
                return at;
            }
            if (next != '\r') {
                int digit = Character.digit(next, 16);
                if (digit < 0 || ++lineLength > 8) {
                    throw new IllegalStateException("a chunk without a size");
                }
                left = left * 16 + digit;
            }
        }
        return at;
    }

    private int lineEnd(byte[] bytes, int from, int to, State after) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                state = after;
                return at + 1;
            }
        }
        return to;
    }

    private int trailer(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte next = bytes[at++];
            if (next == '\n') {
                if (lineLength == 0) {
                    state = State.DONE;
                    return at;
                }
                lineLength = 0;
            } else if (next != '\r') {
                lineLength++;
            }
        }
        return at;
    }
}
