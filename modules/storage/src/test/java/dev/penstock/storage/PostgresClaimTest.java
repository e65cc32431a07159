// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica that loses the connection which holds its name, while another starts under it or not.
class PostgresClaimTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path directory;
    @TempDir Path other;

    private final UUID organisation = UUID.randomUUID();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-20T09:30:00Z"));
    private Store store;

    @BeforeEach
    void open() {
        store = opened(directory, InstantSource.system());
        Postgres.SERVER.share(directory, other);
    }

    @AfterEach
    void close() {
        store.close();
        Postgres.SERVER.clear();
    }

    private static Store opened(Path folder, InstantSource clock) {
        return new DatabaseStoreFactory().open(Postgres.SERVER.settings(folder, null, clock));
    }

    private StoreSettings namesake() {
        return Postgres.SERVER.settings(other, null, InstantSource.system());
    }

    private int sql(String text) throws SQLException {
        try (Connection connection = Postgres.SERVER.connect(directory);
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(text)) {
            result.next();
            return result.getInt(1);
        }
    }

    private int terminateClaim() throws SQLException {
        return sql(
                "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks"
                        + " WHERE locktype = 'advisory' AND classid = "
                        + PostgresLock.REPLICA
                        + " AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    private boolean claimed() {
        try {
            new PostgresDialect(namesake().database())
                    .claimReplica("replica-1", Duration.ZERO)
                    .close();
            return false;
        } catch (StateException e) {
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private LedgerEntry.Opened row() {
        LedgerEntry.Opened row = Rows.opened(organisation);
        store.ledger().open(row, Ledger.Durability.JOURNALED);
        return row;
    }

    // While the name is free for a moment, somebody else takes it.
    private AutoCloseable takenByAnother() throws SQLException {
        AutoCloseable[] taken = new AutoCloseable[1];
        Eventually.holds(
                SOON,
                () -> {
                    try {
                        terminateClaim();
                        taken[0] =
                                new PostgresDialect(namesake().database())
                                        .claimReplica("replica-1", Duration.ofMillis(60));
                        return true;
                    } catch (SQLException | StateException e) {
                        return false;
                    }
                });
        return taken[0];
    }

    @Test
    void claimThatWasLostIsMadeAgainWithoutAStart() throws Exception {
        assertThat(terminateClaim()).isEqualTo(1);
        Eventually.holds(SOON, this::claimed);
        assertThat(store.healthy()).isTrue();
        assertThat(store.alone()).isTrue();
        store.close();
        assertThat(claimed()).as("a closed store gives the name back").isFalse();
    }

    @Test
    void nameThatAnotherTookMakesThisOneNotReadyUntilItIsFree() throws Exception {
        LedgerEntry.Opened row = row();
        try (AutoCloseable another = takenByAnother()) {
            assertThat(another).isNotNull();
            Eventually.holds(SOON, () -> !store.alone());
            assertThat(store.healthy()).isFalse();
            store.ledger().close(Rows.settled(row));
            store.ledger().close(Rows.settled(row()));
        }
        Eventually.holds(SOON, store::healthy);
        assertThat(store.alone()).isTrue();
        assertThat(claimed()).isTrue();
        assertThat(store.ledger().settle(SOON)).isTrue();
        assertThat(store.calls().recent(organisation, null, 10))
                .hasSize(2)
                .allMatch(entry -> entry.closed().outcome().equals("ok"));
    }

    @Test
    void openRowsOfALivingNamesakeAreLeftToItAndEachIsSettledOnce() throws Exception {
        LedgerEntry.Opened running = row();
        assertThat(store.ledger().settle(SOON)).isTrue();
        try (AutoCloseable another = takenByAnother()) {
            assertThat(another).isNotNull();
            Eventually.holds(SOON, () -> !store.alone());
        }
        // The one that was started by mistake has the name now, or waits for it.
        Store second = null;
        while (second == null) {
            terminateClaim();
            second = openedOrNull();
        }
        try (Store namesake = second) {
            assertThat(namesake.opening().settled()).isZero();
            Eventually.holds(SOON, () -> !store.alone());
            LedgerEntry.Opened its = Rows.opened(organisation);
            namesake.ledger().open(its, Ledger.Durability.COMMITTED);
            store.ledger().close(Rows.settled(running));
            namesake.ledger().close(Rows.settled(its));
            assertThat(store.ledger().settle(SOON)).isTrue();
            assertThat(namesake.ledger().settle(SOON)).isTrue();
            assertThat(store.calls().recent(organisation, null, 10))
                    .extracting(LedgerEntry::closed)
                    .containsExactlyInAnyOrder(Rows.settled(running), Rows.settled(its));
            assertThat(sql("SELECT SUM(attempts) FROM rollup_hours")).isEqualTo(2);
        }
        Eventually.holds(SOON, store::healthy);
    }

    private Store openedOrNull() {
        try {
            return new DatabaseStoreFactory().open(namesake());
        } catch (StateException e) {
            return null;
        }
    }

    @Test
    void openRowsOfANamesakeAreSettledOnceItHasBeenSilentForThreeBeats() throws Exception {
        LedgerEntry.Opened row = row();
        assertThat(store.ledger().settle(SOON)).isTrue();
        Dialect dialect = new PostgresDialect(namesake().database());
        Statements statements = Statements.load(dialect);
        LedgerEvent.Heading heading = new LedgerEvent.Heading("replica-1", UUID.randomUUID());
        try (Connections connections = new Connections(dialect, dialect.dataSource(), statements);
                Database database = new Database("test", connections, statements, 1, 1)) {
            Namesakes namesakes = new Namesakes(database, heading, java.util.Set.of(), clock);
            AbandonedRows abandoned = new AbandonedRows(database, heading, store.catalog(), clock);
            assertThat(abandoned.settleOwn(namesakes.living())).isZero();
            clock.advance(Namesakes.WATCH.minusSeconds(1));
            beat(1);
            assertThat(abandoned.settleOwn(namesakes.living())).isZero();
            clock.advance(Namesakes.WATCH.minusSeconds(1));
            assertThat(abandoned.settleOwn(namesakes.living())).isZero();
            clock.advance(Duration.ofSeconds(1));
            assertThat(abandoned.settleOwn(namesakes.living())).isEqualTo(1);
        }
        store.ledger().close(Rows.settled(row));
        assertThat(store.calls().call(organisation, row.call()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.closed().outcome()).isEqualTo("gateway_died"));
        assertThat(sql("SELECT SUM(attempts) FROM rollup_hours")).isEqualTo(1);
    }

    private void beat(int seconds) throws SQLException {
        try (Connection connection = Postgres.SERVER.connect(directory);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE replicas SET beat = beat + INTERVAL '" + seconds + " seconds'");
        }
    }
}
