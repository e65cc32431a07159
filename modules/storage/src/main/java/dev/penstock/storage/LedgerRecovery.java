// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.StateException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings the journal of earlier starts into the database, before anything new is written.
final class LedgerRecovery {

    private static final int BATCH = 1000;

    private final Database database;
    private final JournalFolder folder;

    LedgerRecovery(Database database, JournalFolder folder) {
        this.database = database;
        this.folder = folder;
    }

    /// Brings all files into the database and removes them.
    ///
    /// @return the number of the first file that is free
    long replay() {
        try {
            List<Long> numbers = folder.numbers();
            for (long number : numbers) {
                replay(number);
            }
            return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
        } catch (IOException e) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the journal in "
                            + folder.path()
                            + " cannot be read; check its rights, or that it was not written by a"
                            + " newer version of Penstock",
                    e);
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the journal could not be brought into the database",
                    e);
        }
    }

    private void replay(long number) throws IOException, SQLException {
        Replay replay = new Replay();
        JournalReader.End end = JournalReader.read(folder.file(number), replay);
        replay.flush();
        var _ =
                database.here(
                        transaction -> transaction.change("ledger.checkpoint", Parameters.none()));
        switch (end) {
            case WHOLE, TORN -> folder.remove(number);
            case DAMAGED ->
                    Log.warning(
                            "a journal file is damaged; what could be read of it is in the"
                                    + " database, and the file is kept as "
                                    + folder.setAside(number));
        }
    }

    /// Collects the events of one file into batches.
    private final class Replay implements JournalReader.Receiver {

        private LedgerEvent.@Nullable Heading heading;
        private @Nullable LedgerBatch batch;

        @Override
        public void receive(LedgerEvent event) throws IOException, SQLException {
            if (event instanceof LedgerEvent.Heading found) {
                flush();
                heading = found;
                return;
            }
            LedgerEvent.Heading owner = heading;
            if (owner == null) {
                throw new IOException("the file does not begin with a heading");
            }
            LedgerBatch current = batch == null ? new LedgerBatch(owner) : batch;
            current.add(event);
            batch = current;
            if (current.size() >= BATCH) {
                flush();
            }
        }

        private void flush() throws SQLException {
            LedgerBatch current = batch;
            batch = null;
            if (current != null && current.size() > 0) {
                var _ = database.here(transaction -> current.apply(transaction, true));
            }
        }
    }
}
