// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.webserver.CloseConnectionException;
import java.util.concurrent.atomic.AtomicReference;

/// Bounds how long a connection may rest, and how long a head may take. The thread that reads is
/// never woken for it: the pulse looks, and closes what is late.
final class HeadClock implements Pulse.Watched {

    private enum State {
        /// A request is being served.
        OPEN,
        /// No byte of the next request is there.
        RESTING,
        /// A head has begun.
        READING,
        /// The connection is being closed.
        EXPIRED
    }

    /// What is to be done when time is over.
    interface Late {
        /// Closes the connection.
        ///
        /// @param begun whether a head has begun, so that there is something to answer
        void late(boolean begun);
    }

    private final long headDeadline;
    private final long keepAlive;
    private final Late late;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile long due;
    private boolean first = true;

    HeadClock(EdgeSettings settings, Late late) {
        this.headDeadline = settings.headDeadline().toNanos();
        this.keepAlive = settings.keepAlive().toNanos();
        this.late = late;
    }

    /// A request is awaited.
    ///
    /// @param begun whether some of it is there already
    void await(boolean begun) {
        due = System.nanoTime() + (first || begun ? headDeadline : keepAlive);
        first = false;
        move(State.OPEN, begun ? State.READING : State.RESTING);
    }

    /// Bytes of a head came.
    void begun() {
        if (state.get() != State.READING) {
            due = System.nanoTime() + headDeadline;
            move(State.RESTING, State.READING);
        }
    }

    /// The head is complete, or refused by who read it.
    ///
    /// @throws CloseConnectionException when it came too late
    void complete() {
        move(State.READING, State.OPEN);
    }

    /// Nothing is awaited any longer, whatever came.
    void stop() {
        State now = state.get();
        if (now != State.EXPIRED) {
            state.compareAndSet(now, State.OPEN);
        }
    }

    private void move(State from, State to) {
        if (!state.compareAndSet(from, to)) {
            throw new CloseConnectionException("the request came too late");
        }
    }

    @Override
    public void look(long now) {
        State seen = state.get();
        if ((seen == State.RESTING || seen == State.READING)
                && now - due > 0
                && state.compareAndSet(seen, State.EXPIRED)) {
            Thread.startVirtualThread(() -> late.late(seen == State.READING));
        }
    }
}
