// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Bounds the many short waits of callers for the journal. A wait with a timer of its own costs a
/// virtual thread two visits to the scheduler of timers; here one daemon thread looks at all waits in
/// steps, and a wait ends at most one step late. The thread sleeps when nobody waits.
final class Patience {

    private static final long STEP = Duration.ofMillis(50).toNanos();

    private static final Patience ALL = new Patience();

    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean asleep;

    // Compared by identity.
    private static final class Wait {
        private final CompletableFuture<?> answer;
        private final long end;

        Wait(CompletableFuture<?> answer, long end) {
            this.answer = answer;
            this.end = end;
        }
    }

    private Patience() {
        thread = Thread.ofPlatform().daemon().name("penstock-patience").start(this::run);
    }

    /// Waits, as [Waiting#waitFor] does.
    ///
    /// @param end the `nanoTime` at which the wait is over
    static <T> T waitFor(CompletableFuture<T> future, long end)
            throws ExecutionException, TimeoutException {
        return future.isDone() ? Waiting.waitFor(future, Duration.ZERO) : ALL.await(future, end);
    }

    private <T> T await(CompletableFuture<T> future, long end)
            throws ExecutionException, TimeoutException {
        // A copy, so that its end by lateness is nobody else's.
        CompletableFuture<T> answer = future.copy();
        Wait wait = new Wait(answer, end);
        waits.add(wait);
        if (asleep) {
            LockSupport.unpark(thread);
        }
        try {
            return Waiting.waitFor(answer);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw e;
        } finally {
            waits.remove(wait);
        }
    }

    private void run() {
        while (true) {
            // In this order: who comes after the look at the waits sees that nobody is awake.
            asleep = true;
            if (waits.isEmpty()) {
                LockSupport.park(this);
            }
            asleep = false;
            LockSupport.parkNanos(this, STEP);
            long now = System.nanoTime();
            for (Wait wait : waits) {
                if (wait.end - now <= 0) {
                    wait.answer.completeExceptionally(new TimeoutException());
                }
            }
        }
    }
}
