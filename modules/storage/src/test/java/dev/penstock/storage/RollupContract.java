// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.CallRecords.Grouping;
import dev.penstock.state.CallRecords.UsageTotal;
import dev.penstock.state.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The roll-ups always say what the ledger would say.
abstract class RollupContract extends StoreContract {

    private static final Instant BEGIN = Instant.parse("2026-11-17T22:00:00Z");
    private static final Duration SPAN = Duration.ofHours(60);
    private static final int ROWS = 400;

    private final UUID organisation = UUID.randomUUID();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<UUID> calls = new ArrayList<>();
    private final Map<UUID, LedgerEntry> rows = new LinkedHashMap<>();
    private final Set<UUID> beginners = new HashSet<>();

    private Instant randomInstant() {
        Instant any = BEGIN.plusMillis(random.nextLong(SPAN.toMillis()));
        return switch (random.nextInt(4)) {
            case 0 -> any.truncatedTo(ChronoUnit.HOURS);
            case 1 -> any.truncatedTo(ChronoUnit.HOURS).minusNanos(1_000);
            default -> any;
        };
    }

    private void openOne() {
        UUID call =
                calls.isEmpty() || random.nextInt(3) > 0
                        ? UUID.randomUUID()
                        : calls.get(random.nextInt(calls.size()));
        LedgerEntry.Opened plain = Rows.opened(organisation, call);
        LedgerEntry.Opened row =
                new LedgerEntry.Opened(
                        plain.attempt(),
                        call,
                        organisation,
                        new UUID(5, random.nextInt(2)),
                        new UUID(6, random.nextInt(2)),
                        new UUID(7, random.nextInt(3)),
                        "provider-" + random.nextInt(3),
                        "openai",
                        null,
                        "model-" + random.nextInt(2),
                        "up-" + random.nextInt(2),
                        plain.endpoint(),
                        true,
                        randomInstant(),
                        10,
                        random.nextBoolean() ? "a@1" : null,
                        random.nextInt(3) == 0 ? null : new UUID(9, random.nextInt(2)));
        store().ledger().open(row, Ledger.Durability.JOURNALED);
        if (!calls.contains(call)) {
            beginners.add(row.attempt());
            calls.add(call);
        }
        rows.put(row.attempt(), new LedgerEntry(row, null));
    }

    private void closeOne() {
        List<UUID> all = List.copyOf(rows.keySet());
        LedgerEntry entry = rows.get(all.get(random.nextInt(all.size())));
        LedgerEntry.Closed end =
                random.nextInt(5) == 0
                        ? Rows.released(entry.opened())
                        : settled(entry.opened(), random.nextInt(4) == 0 ? "cancelled" : "ok");
        store().ledger().close(end);
        if (entry.closed() == null) {
            rows.put(entry.opened().attempt(), new LedgerEntry(entry.opened(), end));
        }
    }

    private LedgerEntry.Closed settled(LedgerEntry.Opened row, String outcome) {
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.SETTLED,
                outcome,
                row.at().plusSeconds(random.nextInt(9_000)),
                null,
                Usage.tokens(random.nextInt(1_000), random.nextInt(1_000)),
                UsageSource.PROVIDER,
                new Money(random.nextInt(1_000_000)),
                null,
                null);
    }

    private void live() {
        for (int i = 0; i < ROWS; i++) {
            openOne();
            if (random.nextInt(5) > 0) {
                closeOne();
            }
            if (random.nextInt(60) == 0) {
                assertThat(store().ledger().settle(SOON)).isTrue();
            }
        }
    }

    private String group(LedgerEntry row, Grouping by) {
        return switch (by) {
            case NONE -> "";
            case KEY -> row.opened().key().toString();
            case MODEL -> row.opened().publicModel();
            case PROVIDER -> row.opened().provider();
            case TEAM -> row.opened().team().toString();
            case PROJECT -> row.opened().project().toString();
            case CREDENTIAL ->
                    row.opened().credential() == null ? "" : row.opened().credential().toString();
            case OUTCOME ->
                    switch (row.state()) {
                        case OPEN -> "open";
                        case RELEASED -> "released";
                        case SETTLED -> row.closed().outcome().equals("ok") ? "ok" : "failed";
                    };
            case HOUR ->
                    row.opened().at().truncatedTo(ChronoUnit.HOURS).toString().substring(0, 13);
            case DAY -> row.opened().at().truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
        };
    }

    private List<UsageTotal> expected(Instant from, Instant to, Grouping by) {
        Map<String, UsageTotal> totals = new TreeMap<>();
        if (by == Grouping.NONE) {
            totals.put("", new UsageTotal("", 0, 0, 0, Usage.none(), Money.ZERO, 0));
        }
        for (LedgerEntry row : rows.values()) {
            if (!row.opened().at().isBefore(from) && row.opened().at().isBefore(to)) {
                totals.merge(group(row, by), single(row, by), RollupContract::sum);
            }
        }
        return List.copyOf(totals.values());
    }

    private UsageTotal single(LedgerEntry row, Grouping by) {
        LedgerEntry.Closed end = row.closed();
        boolean settled = row.state() == LedgerEntry.State.SETTLED;
        return new UsageTotal(
                group(row, by),
                beginners.contains(row.opened().attempt()) ? 1 : 0,
                1,
                end != null && !end.outcome().equals("ok") ? 1 : 0,
                settled ? end.usage() : Usage.none(),
                settled ? end.cost() : Money.ZERO,
                settled && row.opened().priceVersion() == null ? 1 : 0);
    }

    private static UsageTotal sum(UsageTotal a, UsageTotal b) {
        return new UsageTotal(
                a.group(),
                a.calls() + b.calls(),
                a.attempts() + b.attempts(),
                a.failures() + b.failures(),
                plus(a.usage(), b.usage()),
                new Money(a.cost().nanos() + b.cost().nanos()),
                a.unpriced() + b.unpriced());
    }

    private static Usage plus(Usage a, Usage b) {
        Usage sum = a;
        for (UsageClass unit : UsageClass.values()) {
            sum = sum.with(unit, a.of(unit) + b.of(unit));
        }
        return sum;
    }

    private void compare(Instant from, Instant to) {
        for (Grouping by : Grouping.values()) {
            assertThat(store().calls().usage(organisation, from, to, by))
                    .as("seed %s: %s to %s by %s", seed, from, to, by)
                    .isEqualTo(expected(from, to, by));
        }
    }

    @Test
    void usageOfAnyPeriodIsTheSumOfItsRows() {
        live();
        compare(BEGIN.minusSeconds(1), BEGIN.plus(SPAN));
        for (int i = 0; i < 12; i++) {
            Instant one = randomInstant();
            Instant other = randomInstant();
            compare(one.isBefore(other) ? one : other, one.isBefore(other) ? other : one);
        }
        compare(BEGIN, BEGIN);
    }

    @Test
    void rollupsRebuiltFromTheLedgerAreTheSame() throws Exception {
        live();
        assertThat(store().ledger().settle(SOON)).isTrue();
        List<String> kept = rollups();
        assertThat(kept).hasSizeGreaterThan(50);
        rebuild();
        assertThat(rollups()).as("seed %s", seed).isEqualTo(kept);
    }

    private List<String> rollups() throws SQLException {
        List<String> found = new ArrayList<>();
        for (String table : List.of("rollup_hours", "rollup_days")) {
            try (Connection connection = place().connect(directory);
                    Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery(
                                    "SELECT * FROM "
                                            + table
                                            + " ORDER BY 1, 9, 2, 3, 4, 5, 6, 7, 8, 23")) {
                while (result.next()) {
                    StringBuilder row = new StringBuilder(table);
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.append(' ').append(result.getString(i));
                    }
                    found.add(row.toString());
                }
            }
        }
        return found;
    }

    // The migration that brought the tables filled them from the ledger; the credential came later.
    private void rebuild() throws Exception {
        String id = Dialect.of(place().settings(directory, null, clock)).id();
        String migration =
                Files.readString(
                        Path.of(
                                System.getProperty("penstock.root"),
                                "migrations",
                                id,
                                "V3__rollups.sql"));
        try (Connection connection = place().connect(directory);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM rollup_hours");
            statement.execute("DELETE FROM rollup_days");
            for (String part : migration.split(";", -1)) {
                if (part.strip().startsWith("INSERT")) {
                    statement.execute(
                            part.replace(
                                            "FROM ledger",
                                            ", COALESCE(credential_id, CAST('"
                                                    + new UUID(0, 0)
                                                    + "' AS UUID)) FROM ledger")
                                    .replace("GROUP BY", "GROUP BY credential_id, "));
                }
            }
        }
    }
}
