// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Closes rows that stand open in the database, and adds every row to the roll-ups in the transaction that
/// closes it. Both happen once, whoever else tries: only the change from open counts.
final class ClosedRows {

    // The embedded database compares every row it finds with all that were asked for.
    private static final int ASKED_AT_ONCE = 50;

    private final Transaction transaction;
    private final List<UUID> attempts = new ArrayList<>();
    private final List<Parameters> closings = new ArrayList<>();
    private final RollupSums sums = new RollupSums();

    ClosedRows(Transaction transaction) {
        this.transaction = transaction;
    }

    /// Notes a row to be closed.
    void close(LedgerEntry.Closed row) {
        attempts.add(row.attempt());
        closings.add(LedgerRows.close(row));
    }

    /// Notes a row that the transaction writes with its end.
    ///
    /// @param beginsCall whether it is the first of its call to arrive
    void written(LedgerEntry.Opened opened, LedgerEntry.Closed closed, boolean beginsCall) {
        sums.add(opened, closed, beginsCall);
    }

    /// Closes what was noted.
    ///
    /// @return how many were open
    int finish() throws SQLException {
        int[] counts = transaction.changeEach("ledger.close", closings);
        List<UUID> ended = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                ended.add(attempts.get(i));
            }
        }
        // What these rows began with is known to the database alone.
        for (int from = 0; from < ended.size(); from += ASKED_AT_ONCE) {
            int to = Math.min(ended.size(), from + ASKED_AT_ONCE);
            var _ =
                    transaction.rows(
                            "rollup.rows",
                            Parameters.of("attempts", ended.subList(from, to)),
                            this::summed);
        }
        sums.write(transaction);
        return ended.size();
    }

    private Boolean summed(Row row) throws SQLException {
        sums.add(row);
        return true;
    }
}
