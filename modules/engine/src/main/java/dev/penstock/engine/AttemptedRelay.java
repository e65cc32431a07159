// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of an attempt: held until first content, and from there on as they come. Where the end
/// is near (a plain answer, or a stream whose model has stopped) it reads one chunk ahead, so that the
/// attempt has ended and its row is closed before the caller sees the last byte.
final class AttemptedRelay implements RelayStream {

    private final RelayStream stream;
    private final OpenAttempt attempt;
    private final boolean plain;
    private @Nullable RelayChunk ready;
    private @Nullable FailureException pending;
    private boolean done;
    private volatile boolean closed;

    /// The bytes of an attempt.
    ///
    /// @param plain whether the caller asked for one whole answer
    AttemptedRelay(RelayStream stream, OpenAttempt attempt, boolean plain) {
        this.stream = stream;
        this.attempt = attempt;
        this.plain = plain;
    }

    /// Waits until first content, or until more than [CallAttempts#HELD_BYTES] came without any.
    ///
    /// @throws FailureException when the attempt ends in a failure before
    void hold() {
        ByteArrayOutputStream before = new ByteArrayOutputStream(0);
        while (true) {
            RelayChunk chunk = pull();
            if (chunk == null) {
                ready = before.size() == 0 ? null : joined(before, false, true);
                return;
            }
            if (chunk.content() || before.size() + chunk.length() > CallAttempts.HELD_BYTES) {
                attempt.tally().content();
                ready = chunk;
                if (before.size() > 0) {
                    before.write(chunk.bytes(), chunk.offset(), chunk.length());
                    ready = joined(before, chunk.content(), chunk.eventBoundary());
                }
                return;
            }
            before.write(chunk.bytes(), chunk.offset(), chunk.length());
        }
    }

    @Override
    public String contentType() {
        return stream.contentType();
    }

    @Override
    public Map<String, List<String>> headers() {
        return stream.headers();
    }

    @Override
    public @Nullable String upstreamId() {
        return stream.upstreamId();
    }

    @Override
    public @Nullable RelayChunk next() {
        RelayChunk chunk = closed ? null : ready;
        ready = null;
        if (chunk == null) {
            FailureException failure = pending;
            pending = null;
            if (failure != null) {
                throw failure;
            }
            if (done) {
                return null;
            }
            chunk = pull();
        }
        return chunk != null && !done && (plain || attempt.tally().finished())
                ? readAhead(chunk)
                : chunk;
    }

    @Override
    public @Nullable Usage usage() {
        return stream.usage();
    }

    @Override
    public @Nullable StopReason stopReason() {
        return stream.stopReason();
    }

    @Override
    public long deltas() {
        return stream.deltas();
    }

    @Override
    public long characters() {
        return stream.characters();
    }

    @Override
    public void close() {
        closed = true;
        attempt.close();
    }

    private RelayChunk readAhead(RelayChunk chunk) {
        byte[] own =
                Arrays.copyOfRange(chunk.bytes(), chunk.offset(), chunk.offset() + chunk.length());
        try {
            ready = pull();
        } catch (FailureException e) {
            pending = e;
        }
        return new RelayChunk(own, 0, own.length, chunk.content(), chunk.eventBoundary());
    }

    private @Nullable RelayChunk pull() {
        boolean more = false;
        try {
            RelayChunk chunk = attempt.next(this::read);
            if (chunk == null) {
                attempt.complete();
            } else {
                more = true;
                if (chunk.content()) {
                    attempt.tally().content();
                }
            }
            return chunk;
        } finally {
            done = !more;
        }
    }

    private @Nullable RelayChunk read() {
        try {
            return stream.next();
        } finally {
            attempt.tally().take(stream);
        }
    }

    private static RelayChunk joined(
            ByteArrayOutputStream bytes, boolean content, boolean eventBoundary) {
        byte[] all = bytes.toByteArray();
        return new RelayChunk(all, 0, all.length, content, eventBoundary);
    }
}
