// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls go on while PostgreSQL does not answer, and every row reaches it afterwards, once.
class PostgresOutageTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path directory;

    private final UUID organisation = UUID.randomUUID();
    private Store store;

    @BeforeEach
    void open() {
        store =
                new DatabaseStoreFactory()
                        .open(Postgres.SERVER.settings(directory, null, InstantSource.system()));
    }

    @AfterEach
    void close() {
        store.close();
        Postgres.SERVER.clear();
    }

    private LedgerEntry.Opened opened() {
        LedgerEntry.Opened row = Rows.opened(organisation);
        store.ledger().open(row, Ledger.Durability.JOURNALED);
        return row;
    }

    private Duration timeOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private List<LedgerEntry> inDatabase(LedgerEntry.Opened row) throws SQLException {
        try (Connection connection = Postgres.SERVER.connect(directory);
                Statement statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                "SELECT 1 FROM ledger WHERE attempt_id = '"
                                        + row.attempt()
                                        + "'")) {
            List<LedgerEntry> found = new ArrayList<>();
            while (result.next()) {
                found.add(new LedgerEntry(row, null));
            }
            return found;
        }
    }

    private void assertEachOnce(Set<UUID> expected) {
        assertThat(store.ledger().settle(SOON)).isTrue();
        List<LedgerEntry> rows = store.calls().recent(organisation, null, 500);
        assertThat(rows).hasSameSizeAs(expected);
        assertThat(rows).allMatch(row -> row.state() == LedgerEntry.State.SETTLED);
        Set<UUID> found = new HashSet<>();
        rows.forEach(row -> found.add(row.opened().attempt()));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void openedRowStandsInTheDatabaseWhenTheCallGoesOn() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(inDatabase(opened())).hasSize(1);
        }
    }

    @Test
    void databaseThatIsSilentCostsTheFirstCallASecondAndTheOthersNothing() throws Exception {
        Set<UUID> expected = new HashSet<>();
        LedgerEntry.Opened before = opened();
        expected.add(before.attempt());
        try (Connection connection = Postgres.SERVER.connect(directory);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE");
            Duration first = timeOf(() -> expected.add(opened().attempt()));
            assertThat(first).isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
            Duration others =
                    timeOf(() -> {
                        for (int i = 0; i < 50; i++) {
                            LedgerEntry.Opened row = opened();
                            store.ledger().close(Rows.settled(row));
                            expected.add(row.attempt());
                        }
                    });
            assertThat(others).isLessThan(Duration.ofMillis(900));
            connection.rollback();
        }
        assertThat(store.ledger().settle(SOON)).isTrue();
        store.calls().recent(organisation, null, 500).stream()
                .filter(row -> row.state() == LedgerEntry.State.OPEN)
                .forEach(row -> store.ledger().close(Rows.settled(row.opened())));
        assertEachOnce(expected);
        assertThat(inDatabase(opened())).as("rows are waited for again").hasSize(1);
    }

    @Test
    void databaseThatIsGoneLosesNothingAndDoublesNothing() {
        Set<UUID> expected = new HashSet<>();
        String name = Postgres.SERVER.nameOf(directory);
        LedgerEntry.Opened before = opened();
        expected.add(before.attempt());
        Postgres.SERVER.shutOut(name);
        try {
            assertThat(store.healthy()).isFalse();
            for (int i = 0; i < 200; i++) {
                LedgerEntry.Opened row = opened();
                store.ledger().close(Rows.settled(row));
                expected.add(row.attempt());
            }
            store.ledger().close(Rows.settled(before));
            assertThat(StoreContract.kindOf(() -> store.accounts().byEmail("ada@example.org")))
                    .isEqualTo(StateException.Kind.UNAVAILABLE);
        } finally {
            Postgres.SERVER.letIn(name);
        }
        assertEachOnce(expected);
        awaitHealth();
    }

    @Test
    void rowsThatNeverReachedTheDatabaseAreBroughtByTheNextStart() {
        Set<UUID> expected = new HashSet<>();
        String name = Postgres.SERVER.nameOf(directory);
        Postgres.SERVER.shutOut(name);
        try {
            for (int i = 0; i < 20; i++) {
                LedgerEntry.Opened row = opened();
                expected.add(row.attempt());
                store.ledger().close(Rows.settled(row));
            }
            store.close();
        } finally {
            Postgres.SERVER.letIn(name);
        }
        open();
        assertEachOnce(expected);
    }

    @Test
    void otherReplicaSeesAChangeWithinSeconds(@TempDir Path second) {
        Postgres.SERVER.share(directory, second);
        var settings = Postgres.SERVER.settings(second, null, InstantSource.system());
        var other =
                new dev.penstock.state.StoreSettings(
                        second,
                        settings.database(),
                        settings.masterKey(),
                        false,
                        "replica-2",
                        settings.boot(),
                        settings.clock(),
                        settings.random());
        try (Store replica = new DatabaseStoreFactory().open(other)) {
            long version = replica.catalog().current().version();
            store.configuration()
                    .addProvider(
                            new dev.penstock.state.Actor(
                                    store.accounts().firstTenant().organisation(),
                                    null,
                                    "penstock"),
                            StoreContract.provider("main", "secret"));
            await(() -> replica.catalog().current().version() > version);
            assertThat(replica.catalog().current().version())
                    .isEqualTo(store.catalog().current().version());
        }
    }

    private void awaitHealth() {
        await(store::healthy);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the condition came in time").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
