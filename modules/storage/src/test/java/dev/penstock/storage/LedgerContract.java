// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.CallRecords;
import dev.penstock.state.CallRecords.Grouping;
import dev.penstock.state.CallRecords.UsageTotal;
import dev.penstock.state.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store promises about the ledger.
abstract class LedgerContract extends StoreContract {

    private final UUID organisation = UUID.randomUUID();

    private LedgerEntry.Opened opened() {
        LedgerEntry.Opened row = Rows.opened(organisation);
        store().ledger().open(row, Ledger.Durability.JOURNALED);
        return row;
    }

    private List<UsageTotal> usage(Grouping by) {
        return store().calls()
                .usage(organisation, Instant.EPOCH, Instant.now().plusSeconds(60), by);
    }

    @Test
    void closedCallIsReadBackAsItWasWritten() {
        LedgerEntry.Opened row = opened();
        Usage usage = Usage.none();
        for (UsageClass unit : UsageClass.values()) {
            usage = usage.with(unit, 7L + unit.name().length());
        }
        LedgerEntry.Closed end =
                new LedgerEntry.Closed(
                        row.attempt(),
                        LedgerEntry.State.SETTLED,
                        "upstream_truncated",
                        row.at().plusMillis(900),
                        row.at().plusMillis(90),
                        usage,
                        UsageSource.COUNTED,
                        new Money(123_456_789_012L),
                        new Money(99),
                        "msg_01");
        store().ledger().close(end);
        assertThat(store().calls().call(organisation, row.call()))
                .containsExactly(new LedgerEntry(row, end));
        reopen();
        assertThat(store().calls().call(organisation, row.call()))
                .containsExactly(new LedgerEntry(row, end));
    }

    @Test
    void openRowIsReadBackAsOpen() {
        LedgerEntry.Opened row = opened();
        assertThat(store().calls().call(organisation, row.call()))
                .containsExactly(new LedgerEntry(row, null));
    }

    @Test
    void rowThatWasOpenInTheDatabaseIsClosedThere() {
        LedgerEntry.Opened row = opened();
        assertThat(store().ledger().settle(SOON)).isTrue();
        store().ledger().close(Rows.released(row));
        assertThat(store().calls().call(organisation, row.call()))
                .containsExactly(new LedgerEntry(row, Rows.released(row)));
    }

    @Test
    void rowThatMustOutliveTheGatewayStandsInTheDatabaseWhenItIsShared() throws Exception {
        for (int i = 0; i < 10; i++) {
            LedgerEntry.Opened row = Rows.opened(organisation);
            store().ledger().open(row, Ledger.Durability.COMMITTED);
            if (Dialect.of(place().settings(directory, null, clock)).shared()) {
                assertThat(inDatabase(row)).isTrue();
            }
            store().ledger().close(Rows.settled(row));
            assertThat(store().calls().call(organisation, row.call()))
                    .containsExactly(new LedgerEntry(row, Rows.settled(row)));
        }
        assertThat(usage(Grouping.NONE)).extracting(UsageTotal::attempts).containsExactly(10L);
    }

    private boolean inDatabase(LedgerEntry.Opened row) throws SQLException {
        try (Connection connection = place().connect(directory);
                Statement statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                "SELECT 1 FROM ledger WHERE attempt_id = '"
                                        + row.attempt()
                                        + "'")) {
            return result.next();
        }
    }

    @Test
    void secondCloseChangesNothingWhetherTheFirstHasArrivedOrNot() {
        for (boolean arrived : new boolean[] {true, false}) {
            LedgerEntry.Opened row = opened();
            store().ledger().close(Rows.settled(row));
            if (arrived) {
                assertThat(store().ledger().settle(SOON)).isTrue();
            }
            store().ledger().close(Rows.released(row));
            assertThat(store().calls().call(organisation, row.call()))
                    .containsExactly(new LedgerEntry(row, Rows.settled(row)));
        }
    }

    @Test
    void closingAsOpenIsAMistake() {
        LedgerEntry.Opened row = opened();
        LedgerEntry.Closed good = Rows.settled(row);
        LedgerEntry.Closed bad =
                new LedgerEntry.Closed(
                        row.attempt(),
                        LedgerEntry.State.OPEN,
                        good.outcome(),
                        good.at(),
                        null,
                        good.usage(),
                        good.source(),
                        good.cost(),
                        null,
                        null);
        assertThatIllegalArgumentException().isThrownBy(() -> store().ledger().close(bad));
    }

    @Test
    void attemptsOfACallComeOldestFirstAndOnlyToTheirOrganisation() {
        UUID call = UUID.randomUUID();
        List<UUID> attempts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LedgerEntry.Opened row = Rows.opened(organisation, call);
            store().ledger().open(row, Ledger.Durability.JOURNALED);
            attempts.add(row.attempt());
        }
        assertThat(store().calls().call(organisation, call))
                .extracting(entry -> entry.opened().attempt())
                .containsExactlyElementsOf(attempts.stream().sorted().toList());
        assertThat(store().calls().call(UUID.randomUUID(), call)).isEmpty();
        assertThat(store().calls().call(organisation, UUID.randomUUID())).isEmpty();
    }

    @Test
    void recentPagesFromNewestToOldestWithoutGaps() {
        List<UUID> attempts = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            attempts.add(opened().attempt());
        }
        attempts.sort(java.util.Comparator.reverseOrder());
        store().ledger().open(Rows.opened(UUID.randomUUID()), Ledger.Durability.JOURNALED);
        List<UUID> seen = new ArrayList<>();
        UUID before = null;
        List<LedgerEntry> page = store().calls().recent(organisation, before, 10);
        while (!page.isEmpty()) {
            page.forEach(entry -> seen.add(entry.opened().attempt()));
            page = store().calls().recent(organisation, seen.getLast(), 10);
        }
        assertThat(seen).containsExactlyElementsOf(attempts);
    }

    @Test
    void recentHasALimitFromOneToFiveHundred() {
        for (int limit : new int[] {0, -1, 501}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store().calls().recent(organisation, null, limit));
        }
        assertThat(store().calls().recent(organisation, null, 500)).isEmpty();
    }

    @Test
    void usageOfNothingIsOneTotalOfNothing() {
        assertThat(usage(Grouping.NONE))
                .containsExactly(new UsageTotal("", 0, 0, 0, Usage.none(), Money.ZERO, 0));
        assertThat(usage(Grouping.KEY)).isEmpty();
    }

    @Test
    void usageSumsSettledRowsAndCountsAll() {
        UUID call = UUID.randomUUID();
        LedgerEntry.Opened first = Rows.opened(organisation, call);
        LedgerEntry.Opened second = Rows.opened(organisation, call);
        LedgerEntry.Opened open = Rows.opened(organisation);
        List.of(first, second, open)
                .forEach(row -> store().ledger().open(row, Ledger.Durability.JOURNALED));
        store().ledger().close(Rows.released(first));
        store().ledger().close(Rows.settled(second, Usage.tokens(100, 50), 1_500));
        assertThat(usage(Grouping.NONE))
                .containsExactly(
                        new UsageTotal("", 2, 3, 1, Usage.tokens(100, 50), new Money(1_500), 1));
    }

    @Test
    void usageIsGroupedByKeyModelProviderAndDay() {
        UUID key = UUID.randomUUID();
        Instant evening = Instant.parse("2026-11-19T23:59:59.999999Z");
        List<LedgerEntry.Opened> rows =
                List.of(
                        Rows.opened(organisation, key, "one", "fast", evening),
                        Rows.opened(organisation, key, "two", "slow", evening.plusMillis(1)));
        rows.forEach(row -> {
            store().ledger().open(row, Ledger.Durability.JOURNALED);
            store().ledger().close(Rows.settled(row, Usage.tokens(1, 2), 3));
        });
        assertThat(usage(Grouping.KEY)).extracting(UsageTotal::group).containsExactly("" + key);
        assertThat(usage(Grouping.MODEL))
                .extracting(UsageTotal::group)
                .containsExactly("fast", "slow");
        assertThat(usage(Grouping.PROVIDER))
                .extracting(UsageTotal::group)
                .containsExactly("one", "two");
        assertThat(usage(Grouping.DAY))
                .extracting(UsageTotal::group)
                .containsExactly("2026-11-19", "2026-11-20");
        assertThat(usage(Grouping.DAY))
                .allSatisfy(day -> assertThat(day.usage()).isEqualTo(Usage.tokens(1, 2)));
    }

    @Test
    void usageIncludesItsFirstInstantAndExcludesItsLast() {
        Instant from = Instant.parse("2026-11-01T00:00:00Z");
        Instant to = Instant.parse("2026-11-02T00:00:00Z");
        for (Instant at : List.of(from, to.minusNanos(1_000), to, from.minusNanos(1_000))) {
            store().ledger()
                    .open(
                            Rows.opened(organisation, UUID.randomUUID(), "one", "fast", at),
                            Ledger.Durability.JOURNALED);
        }
        CallRecords calls = store().calls();
        assertThat(calls.usage(organisation, from, to, Grouping.NONE))
                .extracting(UsageTotal::attempts)
                .containsExactly(2L);
    }

    @Test
    void textsOfCallersThatNoDatabaseTakesAreBounded() {
        LedgerEntry.Opened row =
                Rows.opened(
                        organisation,
                        UUID.randomUUID(),
                        "'; DROP TABLE ledger; --",
                        "a\0b\uD800" + "x".repeat(5_000),
                        Instant.parse("2026-11-20T00:00:00Z"));
        store().ledger().open(row, Ledger.Durability.JOURNALED);
        store().ledger().close(Rows.settled(row));
        assertThat(store().calls().call(organisation, row.call()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.opened().publicModel())
                            .hasSize(512)
                            .startsWith("a\uFFFDb\uFFFDx");
                    assertThat(entry.opened().provider()).isEqualTo("'; DROP TABLE ledger; --");
                });
    }

    @Test
    void thousandCallsOfFiftyThreadsHaveOneRowEach() throws Exception {
        Set<UUID> attempts = java.util.concurrent.ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads =
                IntStream.range(0, 50)
                        .mapToObj(_ ->
                                Thread.ofVirtual()
                                        .uncaughtExceptionHandler((_, e) -> failures.add(e))
                                        .start(() -> makeCalls(20, attempts)))
                        .toList();
        for (Thread thread : threads) {
            assertThat(thread.join(SOON)).isTrue();
        }
        assertThat(failures).isEmpty();
        assertThat(store().ledger().settle(SOON)).isTrue();
        assertThat(usage(Grouping.NONE))
                .containsExactly(
                        new UsageTotal(
                                "",
                                1_000,
                                1_000,
                                0,
                                Usage.tokens(10_000, 20_000),
                                new Money(30_000),
                                1_000));
        Set<UUID> stored = new HashSet<>();
        store().calls()
                .recent(organisation, null, 500)
                .forEach(e -> stored.add(e.opened().attempt()));
        assertThat(attempts).hasSize(1_000).containsAll(stored);
    }

    private void makeCalls(int count, Set<UUID> attempts) {
        for (int i = 0; i < count; i++) {
            LedgerEntry.Opened row = opened();
            store().ledger().close(Rows.settled(row));
            attempts.add(row.attempt());
        }
    }

    @Test
    void interruptOfACallerHarmsNeitherItsRowNorTheStore() throws Exception {
        List<Boolean> stillInterrupted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            LedgerEntry.Opened row = Rows.opened(organisation);
            Thread thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                Thread.currentThread().interrupt();
                                store().ledger().open(row, Ledger.Durability.JOURNALED);
                                store().calls().call(organisation, row.call());
                                store().accounts().byEmail("nobody@example.org");
                                store().ledger().close(Rows.settled(row));
                                stillInterrupted.add(Thread.interrupted());
                            });
            thread.interrupt();
            assertThat(thread.join(SOON)).isTrue();
        }
        assertThat(stillInterrupted).hasSize(50).containsOnly(true);
        assertThat(usage(Grouping.NONE)).extracting(UsageTotal::attempts).containsExactly(50L);
        assertThat(store().healthy()).isTrue();
        reopen();
        assertThat(store().calls().recent(organisation, null, 100)).hasSize(50);
    }
}
