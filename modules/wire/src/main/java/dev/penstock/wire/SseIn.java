// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads server-sent events (WHATWG HTML, section 9.2) from bytes that are split anywhere. Lines may
/// end in LF, CR or CRLF; an event that the input ends in counts although its empty line is missing.
///
/// ```java
/// int at = offset;
/// while (at < end) {
///     at = sse.take(bytes, at, end);
///     if (sse.complete()) {
///         handle(sse.name(), sse.array(), sse.offset(), sse.length());
///     }
/// }
/// ```
///
/// Not safe for several threads.
final class SseIn {

    private static final byte[] NONE = {};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};

    private final int maxEvent;

    // The beginning of a line whose end has not come.
    private byte[] line = NONE;
    private int lineLength;
    // The data so far: a piece of what was fed, of `line`, or of `own`.
    private byte[] data = NONE;
    private int dataOffset;
    private int dataLength;
    private byte[] own = NONE;
    private boolean owned;
    private boolean hasData;
    private String name = "";
    private boolean complete;
    private boolean firstLine = true;
    private boolean afterReturn;
    private boolean boundary = true;

    /// @param maxEvent the most bytes that one line, or the data of one event, may have
    SseIn(int maxEvent) {
        this.maxEvent = maxEvent;
    }

    /// Takes bytes until an event is complete, an empty line is met, or they are used up.
    ///
    /// @param from index of the first byte
    /// @param to index after the last one
    /// @return index of the first byte that was not taken
    /// @throws FailureException MALFORMED when an event is too large
    int take(byte[] bytes, int from, int to) {
        if (complete) {
            reset();
        }
        int at = from;
        if (afterReturn && at < to) {
            afterReturn = false;
            if (bytes[at] == '\n') {
                at++;
            }
        }
        int start = at;
        while (at < to) {
            byte b = bytes[at++];
            if (b == '\n' || b == '\r') {
                int lineEnd = at - 1;
                if (b == '\r') {
                    at = behindReturn(bytes, at, to);
                }
                line(bytes, start, lineEnd);
                start = at;
                if (boundary) {
                    return at;
                }
            }
        }
        keep(bytes, start, to);
        return to;
    }

    /// Takes the end of the input.
    ///
    /// @return whether an event became complete by it
    boolean end() {
        if (complete) {
            reset();
        }
        if (lineLength > 0) {
            line(NONE, 0, 0);
        }
        if (!complete && hasData) {
            complete = true;
        }
        return complete;
    }

    /// Whether the last [#take] ended with an event, which the following methods then describe until
    /// the next call.
    boolean complete() {
        return complete;
    }

    /// Whether everything taken so far is whole events, so that something may stand in between.
    boolean boundary() {
        return boundary;
    }

    /// Whether the last byte taken was a CR, so that a LF now would belong to the same line end.
    boolean afterReturn() {
        return afterReturn;
    }

    /// The name of the event, empty when it has none.
    String name() {
        return name;
    }

    /// Where the data of the event stands.
    byte[] array() {
        return data;
    }

    /// Index of the first byte of the data.
    int offset() {
        return dataOffset;
    }

    /// How many bytes of data; several data lines are joined by LF.
    int length() {
        return dataLength;
    }

    private int behindReturn(byte[] bytes, int at, int to) {
        if (at == to) {
            afterReturn = true;
            return at;
        }
        return bytes[at] == '\n' ? at + 1 : at;
    }

    // One whole line: what was kept of it and bytes[from..to).
    private void line(byte[] bytes, int from, int to) {
        if (lineLength > 0) {
            append(bytes, from, to);
            int length = lineLength;
            lineLength = 0;
            field(line, 0, length);
        } else {
            field(bytes, from, to);
        }
    }

    private void field(byte[] bytes, int lineStart, int to) {
        int from = lineStart;
        if (firstLine) {
            firstLine = false;
            from += Utf8.markLength(bytes, from, to);
        }
        if (from == to) {
            boundary = true;
            complete = hasData;
            if (!complete) {
                name = "";
            }
            return;
        }
        boundary = false;
        int colon = colon(bytes, from, to);
        int value = Math.min(colon + 1, to);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (Arrays.equals(bytes, from, colon, DATA, 0, DATA.length)) {
            data(bytes, value, to);
        } else if (Arrays.equals(bytes, from, colon, EVENT, 0, EVENT.length)) {
            name = new String(bytes, value, to - value, StandardCharsets.UTF_8);
        }
    }

    private static int colon(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == ':') {
                return i;
            }
        }
        return to;
    }

    private void data(byte[] bytes, int from, int to) {
        if (!hasData) {
            check(to - from);
            hasData = true;
            data = bytes;
            owned = false;
            dataOffset = from;
            dataLength = to - from;
            return;
        }
        int added = to - from + 1;
        check((long) dataLength + added);
        hold(added);
        own[dataLength] = '\n';
        System.arraycopy(bytes, from, own, dataLength + 1, to - from);
        dataLength += added;
    }

    // The input ends inside a line or event: what is borrowed from it must be copied.
    private void keep(byte[] bytes, int start, int to) {
        if (hasData) {
            hold(0);
        }
        append(bytes, start, to);
    }

    private void append(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        boundary = false;
        check((long) lineLength + length);
        if (line.length < lineLength + length) {
            line = Arrays.copyOf(line, Math.max(lineLength + length, line.length * 2));
        }
        System.arraycopy(bytes, from, line, lineLength, length);
        lineLength += length;
    }

    // Makes the data our own, with room for more.
    private void hold(int more) {
        if (owned && dataLength + more <= own.length) {
            return;
        }
        byte[] target = own;
        if (target.length < dataLength + more) {
            target = new byte[Math.max(dataLength + more, own.length * 2)];
        }
        System.arraycopy(data, dataOffset, target, 0, dataLength);
        own = target;
        data = target;
        owned = true;
        dataOffset = 0;
    }

    private void check(long size) {
        if (size > maxEvent) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.MALFORMED,
                            "the provider sent an event larger than " + maxEvent + " bytes"));
        }
    }

    private void reset() {
        complete = false;
        hasData = false;
        data = NONE;
        owned = false;
        dataOffset = 0;
        dataLength = 0;
        name = "";
    }
}
