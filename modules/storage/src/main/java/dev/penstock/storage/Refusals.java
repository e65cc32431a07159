// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// Rows whose callers were refused although the row may stand open, in the database or the journal: they
/// are released, because nobody was called for them.
final class Refusals {

    /// The outcome of such a row.
    static final String OUTCOME = "store_unavailable";

    private final InstantSource clock;
    private final Set<UUID> tried = new HashSet<>();

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /// Notes rows that were given to the database, whatever it made of them.
    void tried(Set<UUID> attempts) {
        tried.addAll(attempts);
    }

    /// Whether a row was given to the database.
    boolean mayStand(UUID attempt) {
        return tried.contains(attempt);
    }

    /// The end of a row for which nobody was called.
    LedgerEntry.Closed released(LedgerEntry.Opened row) {
        return released(row, clock);
    }

    static LedgerEntry.Closed released(LedgerEntry.Opened row, InstantSource clock) {
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.RELEASED,
                OUTCOME,
                clock.instant(),
                null,
                Usage.none(),
                UsageSource.ESTIMATED,
                Money.ZERO,
                null,
                null);
    }
}
