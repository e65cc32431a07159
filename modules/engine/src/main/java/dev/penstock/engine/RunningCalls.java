// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The calls and attempts that run now, so that a stop can end them.
final class RunningCalls {

    /// What calls fail with when the gateway stops.
    static final Failure STOPPING =
            new Failure.Gateway(
                    Failure.GatewayKind.STOPPING,
                    "the gateway is being stopped; try again in a moment",
                    Duration.ofSeconds(5));

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<CallControl> calls = new HashSet<>();
    private final Set<OpenAttempt> attempts = new HashSet<>();
    private boolean stopping;

    /// A call begins.
    ///
    /// @throws FailureException STOPPING
    void begin(CallControl call) {
        lock.lock();
        try {
            if (stopping) {
                throw new FailureException(STOPPING);
            }
            calls.add(call);
        } finally {
            lock.unlock();
        }
    }

    /// A call has its answer, or has failed.
    void end(CallControl call) {
        lock.lock();
        try {
            calls.remove(call);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// An attempt of a running call begins.
    void begin(OpenAttempt attempt) {
        lock.lock();
        try {
            attempts.add(attempt);
        } finally {
            lock.unlock();
        }
    }

    /// An attempt has ended.
    void end(OpenAttempt attempt) {
        lock.lock();
        try {
            attempts.remove(attempt);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many attempts are open.
    int openAttempts() {
        lock.lock();
        try {
            return attempts.size();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all calls: by their controls, and those that still run after `patience` by closing their
    /// attempts from here. No call begins any more.
    void stop(Duration patience) {
        List<OpenAttempt> rest;
        boolean interrupted;
        lock.lock();
        try {
            stopping = true;
            calls.forEach(call -> call.cancel(STOPPING));
            attempts.forEach(attempt -> attempt.control().cancel(STOPPING));
            interrupted = awaitIdle(patience.toNanos());
            rest = List.copyOf(attempts);
        } finally {
            lock.unlock();
        }
        rest.forEach(attempt -> attempt.end(STOPPING));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // Whether the wait was interrupted. Whoever does that is in a hurry, so what runs is closed at
    // once;
    // the mark is set again only after the ledger was written, which an interrupt could harm.
    private boolean awaitIdle(long nanos) {
        long left = nanos;
        try {
            while (left > 0 && !(calls.isEmpty() && attempts.isEmpty())) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            return true;
        }
        return false;
    }
}
