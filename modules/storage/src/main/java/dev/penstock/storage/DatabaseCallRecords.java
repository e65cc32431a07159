// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.state.CallRecords;
import dev.penstock.state.Ledger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the ledger from the database, by a pool of its own so that a slow page holds up no call.
final class DatabaseCallRecords implements CallRecords {

    private static final Duration CATCH_UP = Duration.ofSeconds(1);
    private static final int MOST = 500;

    private final Database database;
    private final Ledger ledger;

    DatabaseCallRecords(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    @Override
    public List<LedgerEntry> call(UUID organisation, UUID call) {
        return entries(
                "calls.of-call", Parameters.of("organisation", organisation).and("call", call));
    }

    @Override
    public List<LedgerEntry> recent(UUID organisation, @Nullable UUID before, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(
                    "limit is " + limit + " but must be from 1 to " + MOST);
        }
        Parameters parameters =
                Parameters.of("organisation", organisation)
                        .and("limit", limit)
                        .and("before", before);
        return entries(before == null ? "calls.newest" : "calls.before", parameters);
    }

    @Override
    public List<UsageTotal> usage(UUID organisation, Instant from, Instant to, Grouping by) {
        String statement =
                switch (by) {
                    case NONE -> "usage.none";
                    case KEY -> "usage.key";
                    case MODEL -> "usage.model";
                    case PROVIDER -> "usage.provider";
                    case DAY -> "usage.day";
                };
        Parameters parameters = UsagePeriod.of(from, to).parameters();
        parameters.and("organisation", organisation);
        catchUp();
        return database.transaction(
                transaction -> transaction.rows(statement, parameters, DatabaseCallRecords::total));
    }

    private List<LedgerEntry> entries(String statement, Parameters parameters) {
        catchUp();
        return database.transaction(
                transaction -> transaction.rows(statement, parameters, LedgerRows::entry));
    }

    // A database that lags is better read late than not at all.
    private void catchUp() {
        var _ = ledger.settle(CATCH_UP);
    }

    private static UsageTotal total(Row row) throws SQLException {
        return new UsageTotal(
                row.text("shared"),
                row.number("calls"),
                row.number("attempts"),
                row.number("failures"),
                LedgerRows.usage(row),
                new Money(row.number("cost_nanos")),
                row.number("unpriced"));
    }
}
