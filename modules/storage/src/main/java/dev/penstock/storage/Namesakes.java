// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Other starts under this one's replica name that may still live, because their claim of it was lost with
/// a connection and not with the process. Used by one thread at a time.
///
/// A start is dead when it used this data directory, or has taken its leave, or was watched for a while
/// and not heard of: by this machine's clock alone, so clocks that differ do no harm.
final class Namesakes {

    /// Three beats of a heart.
    static final Duration WATCH = Duration.ofSeconds(30);

    private final Database database;
    private final LedgerEvent.Heading own;
    private final @Nullable Set<UUID> dead;
    private final InstantSource clock;
    private final Map<UUID, Sight> seen = new HashMap<>();

    private record Beat(UUID boot, Instant at) {}

    private record Sight(Instant beat, Instant since) {}

    /// @param dead starts that are known to have ended; null when all have
    Namesakes(
            Database database,
            LedgerEvent.Heading own,
            @Nullable Set<UUID> dead,
            InstantSource clock) {
        this.database = database;
        this.own = own;
        this.dead = dead;
        this.clock = clock;
    }

    /// The starts under this name that may live, this one included.
    Set<UUID> living() throws SQLException {
        Set<UUID> living = new HashSet<>(Set.of(own.boot()));
        if (dead == null) {
            return living;
        }
        List<Beat> beats =
                database.here(transaction ->
                        transaction.rows(
                                "replicas.namesakes",
                                Parameters.of("replica", own.replica()),
                                row -> new Beat(row.id("boot"), row.instant("beat"))));
        seen.keySet().retainAll(beats.stream().map(Beat::boot).toList());
        Instant now = clock.instant();
        for (Beat beat : beats) {
            Sight sight = seen.get(beat.boot());
            if (sight == null || !sight.beat().equals(beat.at())) {
                sight = new Sight(beat.at(), now);
                seen.put(beat.boot(), sight);
            }
            if (now.isBefore(sight.since().plus(WATCH)) && !dead.contains(beat.boot())) {
                living.add(beat.boot());
            }
        }
        return living;
    }
}
