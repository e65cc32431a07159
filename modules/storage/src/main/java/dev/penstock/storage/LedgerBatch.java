// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events of one start that go into the database in one transaction. A row that begins and ends in the
/// same batch is written once. Applying a batch again changes nothing.
final class LedgerBatch {

    // What a whole batch is made of would outlive young collections; so much of it does not.
    private static final int INSERTED_AT_ONCE = 250;

    private final LedgerEvent.Heading heading;
    private final Map<UUID, LedgerEntry.Opened> opened = new LinkedHashMap<>();
    private final Map<UUID, LedgerEntry.Closed> closed = new LinkedHashMap<>();
    private final Map<UUID, LedgerEvent.Commitment> committed = new LinkedHashMap<>();
    private final @Nullable Refusals refusals;

    /// A batch of rows that stand in the journal.
    LedgerBatch(LedgerEvent.Heading heading) {
        this(heading, null);
    }

    /// A batch that may also hold rows which begin in the database.
    ///
    /// @param refusals those of earlier tries
    LedgerBatch(LedgerEvent.Heading heading, @Nullable Refusals refusals) {
        this.heading = heading;
        this.refusals = refusals;
    }

    void add(LedgerEvent event) {
        switch (event) {
            case LedgerEvent.Opening opening ->
                    opened.putIfAbsent(opening.row().attempt(), opening.row());
            case LedgerEvent.Commitment commitment -> addUnlessRefused(commitment);
            case LedgerEvent.Closing closing ->
                    closed.putIfAbsent(closing.row().attempt(), closing.row());
            case LedgerEvent.Heading _,
                    LedgerEvent.Probe _,
                    LedgerEvent.Mark _,
                    LedgerEvent.Stop _ -> {}
        }
    }

    private void addUnlessRefused(LedgerEvent.Commitment commitment) {
        UUID attempt = commitment.row().attempt();
        if (!commitment.agreed().isDone() || commitment.agreed().join()) {
            opened.putIfAbsent(attempt, commitment.row());
            committed.put(attempt, commitment);
        } else if (refusals != null && refusals.mayStand(attempt)) {
            closed.putIfAbsent(attempt, refusals.released(commitment.row()));
        }
    }

    /// The rows that begin with this batch or not at all.
    Map<UUID, LedgerEvent.Commitment> committed() {
        return committed;
    }

    int size() {
        return opened.size() + closed.size();
    }

    /// Writes the batch.
    ///
    /// @param again whether parts of it may stand in the database already
    /// @return how many rows were begun, ended, or both
    int apply(Transaction transaction, boolean again) throws SQLException {
        Set<UUID> known = again ? known(transaction) : Set.of();
        Set<UUID> begun = begun(transaction);
        List<Parameters> inserts = new ArrayList<>();
        Set<UUID> ended = new HashSet<>();
        ClosedRows closings = new ClosedRows(transaction);
        int inserted = 0;
        for (LedgerEntry.Opened row : opened.values()) {
            if (!known.contains(row.attempt())) {
                LedgerEntry.@Nullable Closed end = closed.get(row.attempt());
                boolean beginsCall = begun.add(row.call());
                inserts.add(LedgerRows.insert(row, end, heading, beginsCall));
                if (end != null) {
                    closings.written(row, end, beginsCall);
                    ended.add(row.attempt());
                }
                if (inserts.size() == INSERTED_AT_ONCE) {
                    inserted += transaction.changeAll("ledger.insert", inserts);
                    inserts.clear();
                }
            }
        }
        inserted += transaction.changeAll("ledger.insert", inserts);
        for (LedgerEntry.Closed row : closed.values()) {
            if (!ended.contains(row.attempt())) {
                closings.close(row);
            }
        }
        return inserted + closings.finish();
    }

    private Set<UUID> begun(Transaction transaction) throws SQLException {
        if (opened.isEmpty()) {
            return new HashSet<>();
        }
        Set<UUID> calls = new HashSet<>();
        opened.values().forEach(row -> calls.add(row.call()));
        return new HashSet<>(
                transaction.rows(
                        "ledger.calls", Parameters.of("calls", calls), row -> row.id("call_id")));
    }

    private Set<UUID> known(Transaction transaction) throws SQLException {
        if (opened.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(
                transaction.rows(
                        "ledger.known",
                        Parameters.of("attempts", opened.keySet()),
                        row -> row.id("attempt_id")));
    }
}
