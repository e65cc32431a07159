// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Says which requests were refused, a few in each second, and then how many more: whoever floods the
/// gateway must not fill its disk as well. May be used by many threads, none of which waits.
final class RefusalLog implements Pulse.Watched {

    /// How many lines one second gets, besides that which tells of the others.
    static final int LINES = 10;

    private static final System.Logger LOG = System.getLogger(RefusalLog.class.getName());
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int LONGEST = 500;

    private final LongSupplier nanos;
    private final Consumer<String> sink;
    private final AtomicReference<Second> second;

    /// What was said since a time, and how many were not.
    private record Second(long since, int said, long suppressed) {

        boolean over(long now) {
            return now - since >= SECOND;
        }

        Second more() {
            return said < LINES
                    ? new Second(since, said + 1, suppressed)
                    : new Second(since, said, suppressed + 1);
        }
    }

    RefusalLog() {
        this(System::nanoTime, line -> LOG.log(System.Logger.Level.INFO, line));
    }

    /// @param nanos a clock as [System#nanoTime]
    /// @param sink where lines go
    RefusalLog(LongSupplier nanos, Consumer<String> sink) {
        this.nanos = nanos;
        this.sink = sink;
        this.second = new AtomicReference<>(new Second(nanos.getAsLong(), 0, 0));
    }

    /// A request was refused.
    ///
    /// @param peer who sent it
    /// @param why nothing that was sent
    void refused(String peer, int status, String why) {
        long now = nanos.getAsLong();
        look(now);
        Second before = second.getAndUpdate(Second::more);
        if (before.said() < LINES) {
            String line = "refused a request of " + peer + " with " + status + ": " + why;
            sink.accept(line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
        }
    }

    /// Begins a new second when one is over, and tells what the last one left out.
    @Override
    public void look(long now) {
        Second last = second.get();
        if (last.over(now)
                && second.compareAndSet(last, new Second(now, 0, 0))
                && last.suppressed() > 0) {
            sink.accept(
                    "suppressed "
                            + last.suppressed()
                            + " more lines about refused requests; at most "
                            + LINES
                            + " are written in a second");
        }
    }
}
