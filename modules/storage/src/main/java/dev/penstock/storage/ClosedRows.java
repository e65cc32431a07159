// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Closes rows that stand open in the database, and adds every row to the roll-ups in the transaction that
/// closes it. Both happen once, whoever else tries: only the change from open counts.
final class ClosedRows {

    private final Transaction transaction;
    private final List<UUID> attempts = new ArrayList<>();
    private final List<Parameters> closings = new ArrayList<>();

    ClosedRows(Transaction transaction) {
        this.transaction = transaction;
    }

    /// Notes a row to be closed.
    void close(LedgerEntry.Closed row) {
        attempts.add(row.attempt());
        closings.add(LedgerRows.close(row));
    }

    /// Closes what was noted.
    ///
    /// @param inserted rows that this transaction has written with their end
    /// @return how many were open
    int finish(Set<UUID> inserted) throws SQLException {
        int[] counts = transaction.changeEach("ledger.close", closings);
        List<UUID> ended = new ArrayList<>(inserted);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                ended.add(attempts.get(i));
            }
        }
        if (!ended.isEmpty()) {
            Parameters rows = Parameters.of("attempts", ended);
            transaction.change("rollup.hours.add", rows);
            transaction.change("rollup.days.add", rows);
        }
        return ended.size() - inserted.size();
    }
}
