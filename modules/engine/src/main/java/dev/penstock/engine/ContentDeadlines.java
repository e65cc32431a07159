// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Ends attempts that bring no content in time. One thread looks at the clock for all of them.
final class ContentDeadlines implements AutoCloseable {

    private final ScheduledThreadPoolExecutor clock;

    ContentDeadlines() {
        this.clock =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name("penstock-content-deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /// A wait for first content, ended by closing it.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// Begins a wait.
    ///
    /// @param limit how long it may take
    /// @param late ends the attempt; run by a virtual thread of its own
    Watch watch(Duration limit, Runnable late) {
        try {
            Future<?> alarm =
                    clock.schedule(
                            // Closing a row waits for the disk, and one thread serves all.
                            () -> {
                                var _ = Thread.ofVirtual().start(late);
                            },
                            limit.toNanos(),
                            TimeUnit.NANOSECONDS);
            return () -> alarm.cancel(false);
        } catch (RejectedExecutionException _) {
            // The gateway stops, which ends the attempt too.
            return () -> {};
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
