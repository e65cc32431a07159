// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Settles, as estimates, the rows that died with the gateway that opened them.
final class AbandonedRows {

    private static final int BATCH = 1000;
    private static final String DIED = "gateway_died";

    private final Database database;
    private final LedgerEvent.Heading current;
    private final CatalogSource catalog;
    private final InstantSource clock;

    private record Abandoned(UUID attempt, long estimatedInput, @Nullable String priceVersion) {}

    AbandonedRows(
            Database database,
            LedgerEvent.Heading current,
            CatalogSource catalog,
            InstantSource clock) {
        this.database = database;
        this.current = current;
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Settles what earlier starts of this replica left open.
    ///
    /// @param living the starts that may still close theirs, this one among them
    /// @return how many rows
    int settleOwn(Set<UUID> living) throws SQLException {
        return settle(
                "ledger.abandoned",
                Parameters.of("replica", current.replica()).and("living", living));
    }

    /// Settles what starts left open that gave no sign of life since an instant.
    ///
    /// @return how many rows
    int settleSilent(Instant before) throws SQLException {
        return settle("ledger.silent", Parameters.of("before", before));
    }

    private int settle(String query, Parameters which) throws SQLException {
        which.and("boot", current.boot()).and("limit", BATCH);
        int settled = 0;
        int found;
        do {
            int[] counts = database.here(transaction -> settle(transaction, query, which));
            found = counts[0];
            settled += counts[1];
        } while (found == BATCH);
        return settled;
    }

    private int[] settle(Transaction transaction, String query, Parameters which)
            throws SQLException {
        List<Abandoned> rows =
                transaction.rows(
                        query,
                        which,
                        row ->
                                new Abandoned(
                                        row.id("attempt_id"),
                                        row.number("estimated_input"),
                                        row.textOrNull("price_version")));
        Instant now = clock.instant();
        Catalog prices = catalog.current();
        ClosedRows closings = new ClosedRows(transaction);
        rows.forEach(row -> closings.close(estimate(row, prices, now)));
        return new int[] {rows.size(), closings.finish()};
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
}
