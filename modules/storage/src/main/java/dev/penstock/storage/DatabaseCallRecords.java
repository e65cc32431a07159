// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.state.CallRecords;
import dev.penstock.state.Ledger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the ledger from the database, by a pool of its own so that a slow page holds up no call.
final class DatabaseCallRecords implements CallRecords {

    private static final Duration CATCH_UP = Duration.ofSeconds(1);
    // What any database can hold as a time.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID HIGHEST = new UUID(-1, -1);

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
    public List<LedgerEntry> page(
            UUID organisation, CallFilter filter, @Nullable UUID after, int limit) {
        check(limit);
        Instant from = filter.from() == null ? EARLIEST : filter.from();
        Instant to = filter.to() == null ? LATEST : filter.to();
        Parameters parameters =
                Parameters.of("organisation", organisation)
                        .and("key", filter.key())
                        .and("model", filter.model())
                        .and("provider", filter.provider())
                        .and("outcome", filter.outcome())
                        .and("state", filter.state() == null ? null : filter.state().name())
                        .and("from", from)
                        .and("to", to)
                        .and("lowest", filter.from() == null ? LOWEST : numbered(from, -1))
                        .and("highest", filter.to() == null ? HIGHEST : numbered(to, 1))
                        .and("after", after == null ? HIGHEST : after)
                        .and("limit", limit);
        return entries(filter.key() == null ? "calls.page" : "calls.page-of-key", parameters);
    }

    @Override
    public LedgerMark mark(UUID organisation) {
        catchUp();
        return database.transaction(transaction ->
                transaction
                        .first(
                                "calls.mark",
                                Parameters.of("organisation", organisation),
                                row -> new LedgerMark(row.number("number"), HIGHEST))
                        .orElse(new LedgerMark(0, HIGHEST)));
    }

    @Override
    public Changed since(UUID organisation, LedgerMark mark, int limit) {
        check(limit);
        List<Moved> moved =
                database.transaction(transaction ->
                        transaction.rows(
                                "calls.since",
                                Parameters.of("organisation", organisation)
                                        .and("change", mark.change())
                                        .and("attempt", mark.attempt())
                                        .and("limit", limit),
                                row -> new Moved(LedgerRows.entry(row), row.number("changed"))));
        return moved.isEmpty()
                ? new Changed(List.of(), mark)
                : new Changed(moved.stream().map(Moved::entry).toList(), moved.getLast().mark());
    }

    @Override
    public List<UsageTotal> usage(UUID organisation, Instant from, Instant to, Grouping by) {
        String statement =
                switch (by) {
                    case NONE -> "usage.none";
                    case KEY -> "usage.key";
                    case TEAM -> "usage.team";
                    case PROJECT -> "usage.project";
                    case MODEL -> "usage.model";
                    case PROVIDER -> "usage.provider";
                    case CREDENTIAL -> "usage.credential";
                    case OUTCOME -> "usage.outcome";
                    case HOUR -> "usage.hour";
                    case DAY -> "usage.day";
                };
        Parameters parameters = UsagePeriod.of(from, to).parameters();
        parameters.and("organisation", organisation);
        catchUp();
        return database.transaction(
                transaction -> transaction.rows(statement, parameters, DatabaseCallRecords::total));
    }

    private record Moved(LedgerEntry entry, long change) {
        LedgerMark mark() {
            return new LedgerMark(change, entry.opened().attempt());
        }
    }

    private static void check(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(
                    "limit is " + limit + " but must be from 1 to " + MOST);
        }
    }

    // Attempts are numbered by time (RFC 9562, version 7), which spares the reading of all others.
    // An
    // hour is more than clocks and waits can differ.
    private static UUID numbered(Instant at, int hours) {
        long millis = Math.max(0, at.plus(hours, ChronoUnit.HOURS).toEpochMilli());
        return new UUID(millis << 16, 0);
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
