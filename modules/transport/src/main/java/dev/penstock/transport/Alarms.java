// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Closes connections whose time is up: the bound for everything that waits for a peer. One daemon
/// thread for a client's life looks at all alarms; setting, moving and switching off one wakes nobody
/// as long as it rings later than the next look.
final class Alarms {

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);
    // A machine that stood still must not take for silence what has arrived meanwhile.
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Set<Alarm> set = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final long sweepStep;
    private final Runnable sweep;

    private volatile boolean looking;
    private volatile long nextLook;

    /// Alarms of which none is set.
    ///
    /// @param sweepNanos how often a task runs besides
    Alarms(long sweepNanos, Runnable sweep) {
        this.sweepStep = sweepNanos;
        this.sweep = sweep;
        this.nextLook = System.nanoTime();
        this.thread = Thread.ofPlatform().daemon().name("penstock-alarms").start(this::run);
    }

    /// An alarm that closes a connection.
    ///
    /// @param due the `nanoTime` at which it does
    Alarm set(Connection connection, long due) {
        Alarm alarm = new Alarm(connection, due);
        set.add(alarm);
        wakeFor(due);
        return alarm;
    }

    private void wakeFor(long due) {
        if (looking || due - nextLook < 0) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        long sweepDue = System.nanoTime() + sweepStep;
        boolean excused = false;
        while (true) {
            // Who sets an alarm from here on wakes the thread again.
            looking = true;
            long now = System.nanoTime();
            excused = !excused && now - nextLook > GRACE;
            long next = excused ? now + GRACE : look(now);
            if (now - sweepDue >= 0) {
                sweep.run();
                sweepDue = now + sweepStep;
            }
            nextLook = next;
            looking = false;
            LockSupport.parkNanos(this, next - System.nanoTime());
        }
    }

    private long look(long now) {
        long next = now + LOOK;
        for (Alarm alarm : set) {
            long due = alarm.due;
            if (due - now <= 0) {
                alarm.ring();
            } else if (due - next < 0) {
                next = due;
            }
        }
        return next;
    }

    /// One alarm; closing it switches it off.
    final class Alarm implements AutoCloseable {
        private final Connection connection;
        private volatile long due;
        private volatile boolean rung;

        private Alarm(Connection connection, long due) {
            this.connection = connection;
            this.due = due;
        }

        /// Moves it.
        ///
        /// @param nanoTime when it rings now, unless it has rung
        void due(long nanoTime) {
            due = nanoTime;
            wakeFor(nanoTime);
        }

        private void ring() {
            if (set.remove(this)) {
                rung = true;
                connection.close();
            }
        }

        /// Whether it has closed the connection.
        boolean rung() {
            return rung;
        }

        @Override
        public void close() {
            set.remove(this);
        }
    }
}
