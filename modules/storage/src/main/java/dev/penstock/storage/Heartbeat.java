// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Says in the database that this start of the gateway is alive, and settles the open rows of starts that
/// have said nothing for longer than any call lasts.
final class Heartbeat implements AutoCloseable {

    /// Longer than any call may last.
    static final Duration SILENCE = Duration.ofHours(1);

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Database database;
    private final LedgerEvent.Heading heading;
    private final AbandonedRows abandoned;
    private final Namesakes namesakes;
    private final InstantSource clock;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("penstock-heartbeat").factory());

    Heartbeat(
            Database database,
            LedgerEvent.Heading heading,
            AbandonedRows abandoned,
            Namesakes namesakes,
            InstantSource clock) {
        this.database = database;
        this.heading = heading;
        this.abandoned = abandoned;
        this.namesakes = namesakes;
        this.clock = clock;
    }

    /// Says that this start is alive, and goes on saying so until it is closed.
    void begin() throws SQLException {
        beat();
        var _ =
                executor.scheduleWithFixedDelay(
                        this::beatAgain, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// One beat.
    ///
    /// @return how many rows of silent starts were settled
    int beat() throws SQLException {
        Instant now = clock.instant();
        Instant before = now.minus(SILENCE);
        Parameters own =
                Parameters.of("boot", heading.boot())
                        .and("replica", heading.replica())
                        .and("now", now)
                        .and("before", before);
        var _ =
                database.here(transaction ->
                        transaction.change("replicas.beat", own) == 1
                                || transaction.change("replicas.insert", own) == 1);
        int settled = abandoned.settleOwn(namesakes.living()) + abandoned.settleSilent(before);
        var _ = database.here(transaction -> transaction.change("replicas.sweep", own));
        if (settled > 0) {
            Log.warning(
                    settled
                            + " open calls of gateways that have fallen silent were settled as"
                            + " estimates");
        }
        return settled;
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                Log.warning("the heartbeat still waits for the database while the store is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Says that this start has ended in order.
    void leave() {
        try {
            var _ =
                    database.here(transaction ->
                            transaction.change(
                                    "replicas.leave", Parameters.of("boot", heading.boot())));
        } catch (SQLException | RuntimeException e) {
            Log.warning("the end of this start could not be told; others will notice", e);
        }
    }

    private void beatAgain() {
        try {
            beat();
        } catch (SQLException | RuntimeException e) {
            Log.warning("the heartbeat did not reach the database and is tried again", e);
        }
    }
}
