// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Retention;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Removes what is older than it is to be kept, once an hour, in transactions so small that nobody waits
/// for them.
final class RetentionJob implements AutoCloseable {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int BATCH = 500;
    private static final long VERSION_7 = 0x7000;

    private final Database database;
    private volatile Retention retention;
    private final InstantSource clock;
    private volatile boolean closed;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("penstock-retention").factory());

    RetentionJob(Database database, Retention retention, InstantSource clock) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
    }

    void start() {
        var _ =
                executor.scheduleWithFixedDelay(
                        this::runQuietly,
                        FIRST.toMillis(),
                        EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Keeps for so long from the next run on.
    void retain(Retention other) {
        retention = other;
    }

    /// Removes everything that is old enough.
    ///
    /// @return how many rows
    long run() throws SQLException {
        Retention kept = retention;
        return remove("ledger.expire", kept.ledger())
                + remove("rollup.hours.expire", kept.hours())
                + remove("audit.expire", kept.audit());
    }

    @Override
    public void close() {
        closed = true;
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                Log.warning("old rows are still being removed while the store is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long remove(String statement, @Nullable Duration age) throws SQLException {
        if (age == null) {
            return 0;
        }
        Instant before = clock.instant().minus(age);
        Parameters parameters =
                Parameters.of("before", before).and("border", border(before)).and("limit", BATCH);
        long removed = 0;
        int last;
        do {
            last = database.here(transaction -> transaction.change(statement, parameters));
            removed += last;
        } while (last > 0 && !closed);
        return removed;
    }

    // Attempts are numbered by time (RFC 9562, version 7), so the old ones lie together in the
    // index.
    private static UUID border(Instant before) {
        return new UUID(before.plusSeconds(1).toEpochMilli() << 16 | VERSION_7, Long.MIN_VALUE);
    }

    private void runQuietly() {
        try {
            long removed = run();
            if (removed > 0) {
                Log.info(removed + " rows that are no longer kept were removed");
            }
        } catch (SQLException | RuntimeException e) {
            Log.warning("old rows could not be removed and are tried again in an hour", e);
        }
    }
}
