// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.engine.CallControl;
import dev.penstock.inference.Failure;
import io.helidon.webserver.CloseConnectionException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Watches over one call while its thread waits for the engine: sees its caller leave, keeps its
/// silent stream alive, and ends a write that nobody reads.
final class CallWatch implements Pulse.Watched, AutoCloseable {

    // A call that is over by then never costs a second thread.
    private static final int READ_AHEAD_FROM = 2;

    private final Pulse pulse;
    private final CallControl control;
    private final @Nullable CallerContext connection;
    private final @Nullable StreamWriter stream;
    private final WriteClock clock;
    private final long heartbeat;
    private final long writeDeadline;

    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicBoolean aborted = new AtomicBoolean();
    private int looks;
    private volatile boolean gone;
    private volatile boolean over;
    private volatile @Nullable Answer answer;

    /// Begins to watch.
    ///
    /// @param stream where comments go, or null for a plain call
    @SuppressWarnings("this-escape") // Last, when all is set.
    CallWatch(
            Pulse pulse,
            CallControl control,
            @Nullable CallerContext connection,
            @Nullable StreamWriter stream,
            WriteClock clock,
            DataPlaneSettings settings) {
        this.pulse = pulse;
        this.control = control;
        this.connection = connection;
        this.stream = stream;
        this.clock = clock;
        this.heartbeat = settings.heartbeat().toNanos();
        this.writeDeadline = settings.writeDeadline().toNanos();
        pulse.add(this);
    }

    /// Tells of the answer, which is closed when the caller goes, or has gone.
    void answered(Answer received) {
        answer = received;
        if (gone) {
            received.close();
        }
    }

    /// Ends the call of a caller who has gone: there is nobody to answer.
    void throwIfGone() {
        if (gone) {
            throw new CloseConnectionException("the caller has gone");
        }
    }

    /// The caller has gone: nobody will read the answer.
    void leave() {
        if (over) {
            return;
        }
        gone = true;
        control.cancel(
                new Failure.Caller(Failure.CallerKind.GONE, "the caller closed the connection"));
        Answer running = answer;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void look(long now) {
        if (over || gone) {
            return;
        }
        CallerContext caller = connection;
        if (++looks == READ_AHEAD_FROM && caller != null) {
            caller.socket().watch(this::leave);
        }
        StreamWriter writer = stream;
        if (writer != null
                && writer.silentFor(heartbeat, now)
                && beating.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> beat(writer));
        }
        if (caller != null
                && clock.longerThan(writeDeadline, now)
                && aborted.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> abort(caller));
        }
    }

    private void beat(StreamWriter writer) {
        try {
            writer.beat(heartbeat);
        } catch (RuntimeException _) {
            // However a comment fails, nothing more can be said on this connection.
            leave();
        } finally {
            beating.set(false);
        }
    }

    private void abort(CallerContext caller) {
        leave();
        try {
            caller.abort();
        } catch (UncheckedIOException _) {
            // Closed already.
        }
    }

    /// Ends the watch.
    @Override
    public void close() {
        over = true;
        pulse.remove(this);
        if (connection != null) {
            connection.socket().unwatch();
        }
    }
}
