// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.KeyUses;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Remembers in memory when keys were used, and writes what is new once a minute in one batch.
final class BufferedKeyUses implements KeyUses, AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(1);
    // A busy key is noted once a second, so that its callers do not meet at one place in memory.
    private static final Duration COARSE = Duration.ofSeconds(1);

    private final Database database;
    private final InstantSource clock;
    private final ConcurrentMap<UUID, Instant> noted = new ConcurrentHashMap<>();
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("penstock-key-uses").factory());

    BufferedKeyUses(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    void start() {
        var _ =
                executor.scheduleWithFixedDelay(
                        this::writeQuietly,
                        EVERY.toMillis(),
                        EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void used(UUID key) {
        // As precise as the database keeps it, so that a restart changes nothing that is shown.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant seen = noted.get(key);
        if (seen == null || seen.plus(COARSE).isBefore(now)) {
            noted.put(key, now);
        }
    }

    @Override
    public Map<UUID, Instant> last(UUID organisation) {
        Map<UUID, Instant> last = new HashMap<>();
        database.transaction(transaction ->
                        transaction.rows(
                                "keys.uses",
                                Parameters.of("organisation", organisation),
                                row -> new Use(row.id("id"), row.instantOrNull("last_used"))))
                .forEach(use -> {
                    Instant here = noted.get(use.key());
                    Instant at = later(use.at(), here);
                    if (at != null) {
                        last.put(use.key(), at);
                    }
                });
        return last;
    }

    private record Use(UUID key, @Nullable Instant at) {}

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    /// Writes what was noted.
    ///
    /// @return how many keys
    int write() throws SQLException {
        Map<UUID, Instant> batch = Map.copyOf(noted);
        List<Parameters> uses = new ArrayList<>();
        // In one order everywhere, so that two replicas never wait for each other.
        batch.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(use ->
                        uses.add(
                                Parameters.of("id", use.getKey())
                                        .and("at", Parameters.stored(use.getValue()))));
        int written = database.here(transaction -> transaction.changeAll("keys.used", uses));
        batch.forEach(noted::remove);
        return written;
    }

    @Override
    public void close() {
        executor.execute(this::writeQuietly);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                Log.warning("the last uses of keys are not written yet while the store is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeQuietly() {
        try {
            var _ = write();
        } catch (SQLException | RuntimeException e) {
            Log.warning("the last uses of keys could not be written; tried again in a minute", e);
        }
    }
}
