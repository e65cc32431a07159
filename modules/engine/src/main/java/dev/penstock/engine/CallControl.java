// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Ends a call from outside: its caller has gone, or the gateway stops. One for each call; safe for
/// many threads.
///
/// While a provider is being called, the thread that waits for it is interrupted, which closes its
/// upstream connection. No other wait of the call is ever interrupted, because the embedded database
/// does not survive it.
public final class CallControl {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread waiting;
    private @Nullable Failure reason;

    /// The control of a call that runs.
    public CallControl() {}

    /// Ends the call, once; a second reason is ignored.
    ///
    /// @param why what the call fails with, such as [dev.penstock.inference.Failure.CallerKind#GONE]
    public void cancel(Failure why) {
        lock.lock();
        try {
            if (reason == null) {
                reason = why;
                if (waiting != null) {
                    waiting.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Why the call was ended, or null when it was not.
    public @Nullable Failure reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    /// A wait for a provider.
    ///
    /// @param <T> what it brings
    interface Wait<T extends @Nullable Object> {
        /// Waits.
        ///
        /// @throws InterruptedException as one of the ways in which it may end when it is interrupted
        T await() throws InterruptedException;
    }

    /// Waits for a provider, interrupted when the call is ended from outside. Afterwards no interrupt
    /// of this control is left on the thread.
    ///
    /// @throws FailureException when the call was ended before
    <T extends @Nullable Object> T waiting(Wait<T> wait) throws InterruptedException {
        enter();
        try {
            return wait.await();
        } finally {
            exit();
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (reason != null) {
                throw new FailureException(reason);
            }
            waiting = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void exit() {
        lock.lock();
        try {
            waiting = null;
            if (reason != null) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}
