// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// A scripted reply: what is written, when, and how the connection ends. Immutable; may be played on
/// many connections.
///
/// ```java
/// Reply.status(200)
///         .contentType("text/event-stream")
///         .piece("data: {}\n\n")
///         .await(gate)
///         .reset()
///         .build();
/// ```
public final class Reply {
    private final List<Step> steps;
    private final int pieceSize;
    private final long endAt;
    private final boolean hardEnd;

    Reply(List<Step> steps) {
        this(steps, Integer.MAX_VALUE, Long.MAX_VALUE, false);
    }

    private Reply(List<Step> steps, int pieceSize, long endAt, boolean hardEnd) {
        this.steps = List.copyOf(steps);
        this.pieceSize = pieceSize;
        this.endAt = endAt;
        this.hardEnd = hardEnd;
    }

    /// Begins a reply with that status; the reason phrase is fixed text.
    public static ReplyBuilder status(int status) {
        return new ReplyBuilder(status);
    }

    /// A complete JSON reply with a content length.
    public static Reply json(int status, String json) {
        return status(status).contentType("application/json").piece(json).build();
    }

    /// A complete event stream, chunked, each text in a flush of its own.
    ///
    /// @param events texts as [Sse] makes them, or malformed ones
    public static Reply events(String... events) {
        ReplyBuilder builder =
                status(200).contentType("text/event-stream").framing(Framing.CHUNKED);
        for (String event : events) {
            builder.piece(event);
        }
        return builder.build();
    }

    /// Bytes as they are, status line included; the connection ends after them.
    public static Reply raw(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Reply(List.of(new Step.Write(bytes), new Step.Cut()));
    }

    /// Never a byte: the connection stays open until the peer leaves.
    public static Reply never() {
        return new Reply(List.of(new Step.Silence()));
    }

    /// Ends the connection in order without a byte.
    public static Reply hangUp() {
        return new Reply(List.of(new Step.Cut()));
    }

    /// Resets the connection without a byte.
    public static Reply resetAtOnce() {
        return new Reply(List.of(new Step.Reset()));
    }

    /// The same reply written in flushes of at most that many bytes, across all borders of events and
    /// characters.
    public Reply inPieces(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("Pieces of " + bytes + " bytes; use at least 1");
        }
        return new Reply(steps, bytes, endAt, hardEnd);
    }

    /// The same reply, ended in order (FIN) after that many bytes of the wire, head included.
    public Reply cutAt(long wireBytes) {
        return new Reply(steps, pieceSize, wireBytes, false);
    }

    /// The same reply, reset (RST) after that many bytes of the wire, head included.
    public Reply resetAt(long wireBytes) {
        return new Reply(steps, pieceSize, wireBytes, true);
    }

    /// The same reply, which does not begin before the gate is open.
    public Reply heldAt(Gate gate) {
        return new Reply(with(new Step.Await(gate), steps), pieceSize, endAt, hardEnd);
    }

    /// How many bytes the reply has on the wire, head included, when nothing ends it early.
    public long wireLength() {
        long length = 0;
        for (Step step : steps) {
            if (step instanceof Step.Write write) {
                length += write.bytes().length;
            }
        }
        return length;
    }

    private static List<Step> with(Step first, List<Step> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    List<Step> steps() {
        return steps;
    }

    int pieceSize() {
        return pieceSize;
    }

    long endAt() {
        return endAt;
    }

    boolean hardEnd() {
        return hardEnd;
    }
}
