// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.Catalog;
import dev.penstock.state.StateException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the start does for the ledger before anything new is written: brings the journal of earlier
/// starts into the database, then settles the rows that died with them.
final class LedgerRecovery {

    private static final int BATCH = 1000;
    private static final String DIED = "gateway_died";

    private final Database database;
    private final JournalFolder folder;

    private record Abandoned(UUID attempt, long estimatedInput, @Nullable String priceVersion) {}

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

    /// Settles what earlier starts of a replica left open.
    ///
    /// @return how many rows
    int settle(LedgerEvent.Heading current, Catalog catalog, Instant now) {
        try {
            return database.here(transaction -> {
                List<Abandoned> rows =
                        transaction.rows(
                                "ledger.abandoned",
                                Parameters.of("replica", current.replica())
                                        .and("boot", current.boot()),
                                row ->
                                        new Abandoned(
                                                row.id("attempt_id"),
                                                row.number("estimated_input"),
                                                row.textOrNull("price_version")));
                return transaction.changeAll(
                        "ledger.close",
                        rows.stream()
                                .map(row -> LedgerRows.close(estimate(row, catalog, now)))
                                .toList());
            });
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the open calls of earlier starts could not be settled",
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

    private static LedgerEntry.Closed estimate(Abandoned row, Catalog catalog, Instant now) {
        Usage usage = Usage.tokens(row.estimatedInput(), 0);
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.SETTLED,
                DIED,
                now,
                null,
                usage,
                UsageSource.ESTIMATED,
                Optional.ofNullable(row.priceVersion())
                        .flatMap(catalog::price)
                        .map(price -> cost(price, usage))
                        .orElse(Money.ZERO),
                null,
                null);
    }

    private static Money cost(Price price, Usage usage) {
        try {
            return price.cost(usage);
        } catch (ArithmeticException e) {
            Log.warning("an estimate by price " + price.version() + " does not fit; 0 is recorded");
            return Money.ZERO;
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
