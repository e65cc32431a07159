// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Ends writes to somebody who does not read. Belongs to the thread that makes it; an end closes the
/// connection, as the interruption of a virtual thread in a write does.
final class WriteWatch implements AutoCloseable {

    private static final long NONE = 0;
    private static final long ENDED = -1;

    private final Thread writer = Thread.currentThread();
    private final long patience;
    private final AtomicLong begun = new AtomicLong(NONE);
    private final CountDownLatch over = new CountDownLatch(1);

    /// @param patience how long a write may take
    @SuppressWarnings("this-escape") // Last, when all is set.
    WriteWatch(Duration patience) {
        this.patience = patience.toNanos();
        Thread.startVirtualThread(this::watch);
    }

    /// Writes something.
    interface Writing {
        void run() throws IOException;
    }

    /// Writes, and tells how long it took.
    ///
    /// @throws IOException when it failed or took too long
    Duration write(Writing writing) throws IOException {
        long now = System.nanoTime();
        long mark = now == NONE || now == ENDED ? 1 : now;
        begun.set(mark);
        try {
            writing.run();
        } finally {
            if (!begun.compareAndSet(mark, NONE)) {
                // The interruption was for this write alone.
                Thread.interrupted();
            }
        }
        if (begun.get() == ENDED) {
            throw new IOException("the caller did not read in time");
        }
        return Duration.ofNanos(System.nanoTime() - now);
    }

    @Override
    public void close() {
        over.countDown();
    }

    private void watch() {
        long step = Math.max(1, patience / 4);
        try {
            while (!over.await(step, TimeUnit.NANOSECONDS)) {
                long mark = begun.get();
                if (mark != NONE
                        && mark != ENDED
                        && System.nanoTime() - mark > patience
                        && begun.compareAndSet(mark, ENDED)) {
                    writer.interrupt();
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
