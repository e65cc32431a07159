// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes connections whose time is up: the bound for what has none of its own, such as writing and
/// shaking hands. One daemon thread for a client's life; closing does not block.
final class Alarms {

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("penstock-alarms").factory());

    Alarms() {
        timer.setRemoveOnCancelPolicy(true);
    }

    Alarm set(Connection connection, long nanos) {
        return new Alarm(timer, connection, nanos);
    }

    void every(long nanos, Runnable task) {
        Future<?> _ = timer.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /// One alarm; closing it switches it off.
    static final class Alarm implements AutoCloseable {
        private final Future<?> task;
        private volatile boolean rung;

        private Alarm(ScheduledThreadPoolExecutor timer, Connection connection, long nanos) {
            task =
                    timer.schedule(
                            () -> {
                                rung = true;
                                connection.close();
                            },
                            nanos,
                            TimeUnit.NANOSECONDS);
        }

        boolean rung() {
            return rung;
        }

        @Override
        public void close() {
            task.cancel(false);
        }
    }
}
