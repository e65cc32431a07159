// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Counts what the connections of one order see. Owned by the loop's thread.
final class Recorder {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    private final Histogram latencies = new Histogram(LONGEST, 3);
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long done;
    private long failures;
    private long chunks;
    private String firstFailure = "";

    void begun(long now) {
        first = Math.min(first, now);
    }

    void answered(long now) {
        done++;
        last = Math.max(last, now);
    }

    void latency(long nanos) {
        latencies.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    void chunk(long nanos) {
        chunks++;
        latency(nanos);
    }

    void failed(String reason) {
        if (failures++ == 0) {
            firstFailure = reason;
        }
    }

    long failures() {
        return failures;
    }

    LoadResult result() {
        return new LoadResult(
                done,
                failures,
                firstFailure,
                chunks,
                last > first ? (last - first) / 1e9 : 0,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getMaxValue() / 1e3);
    }
}
