// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Wakes one platform thread for many virtual ones. Waking it costs a call into the system, and on a
/// busy machine it would begin at once with the first of those who come together. So who rings wakes a
/// virtual thread, which takes its place behind all that can run now, and that one wakes the platform
/// thread once for all of them. When nobody else can run, it is next.
final class Bell {

    private final Thread sleeper;
    private final Thread ringer;
    private final AtomicBoolean rung = new AtomicBoolean();
    private volatile boolean silent;

    /// A bell.
    ///
    /// @param sleeper the thread that is woken
    Bell(Thread sleeper) {
        this.sleeper = sleeper;
        this.ringer = Thread.ofVirtual().name("penstock-bell").start(this::run);
    }

    /// Wakes the sleeper soon, or keeps it from falling asleep. What was done before is seen by it.
    void ring() {
        if (!Thread.currentThread().isVirtual()) {
            LockSupport.unpark(sleeper);
        } else if (!rung.get() && rung.compareAndSet(false, true)) {
            LockSupport.unpark(ringer);
        }
    }

    /// Sleeps until the bell rings, and at times without; for the sleeper alone, which looks whether
    /// there is something to do before and after.
    void await() {
        LockSupport.park(this);
    }

    /// The same, for a bounded time.
    void await(Duration most) {
        LockSupport.parkNanos(this, most.toNanos());
    }

    /// Ends the thread of the bell, which does not ring any more.
    void silence() {
        silent = true;
        LockSupport.unpark(ringer);
    }

    private void run() {
        while (!silent) {
            // Whoever rings from here on wakes the sleeper once more.
            if (rung.compareAndSet(true, false)) {
                LockSupport.unpark(sleeper);
            } else {
                LockSupport.park(this);
            }
        }
    }
}
