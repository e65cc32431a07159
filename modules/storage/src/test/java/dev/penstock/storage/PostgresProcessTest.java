// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.Actor;
import dev.penstock.state.Ledger;
import dev.penstock.state.Session;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The processes of PostgreSQL stop, die, freeze or have no room, while calls come at a steady rate.
@Tag("long")
class PostgresProcessTest {

    private static final boolean LONG = Boolean.getBoolean("penstock.long");
    private static final Duration OUTAGE = LONG ? Duration.ofMinutes(1) : Duration.ofSeconds(12);
    private static final Duration LOCKED = Duration.ofSeconds(5);
    private static final int KILLS = LONG ? 20 : 3;
    private static final Duration RECOVERY = Duration.ofSeconds(20);
    // A second, and what a busy machine adds.
    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final Duration ADMIN_ANSWER = Duration.ofSeconds(7);

    private static PostgresServer server;

    @TempDir Path directory;

    private final UUID organisation = UUID.randomUUID();
    private Store store;

    @BeforeAll
    static void start(@TempDir Path files) throws IOException {
        server = new PostgresServer(Files.createDirectories(files.resolve("pg")));
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() {
        store = new DatabaseStoreFactory().open(server.settings(directory));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private LedgerLoad load(Ledger.Durability durability) {
        return new LedgerLoad(store, organisation, durability);
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private void assertWentOn(LedgerLoad load, String what, Duration recovery) throws SQLException {
        double share = 100.0 * load.done().size() / load.begun();
        System.out.printf(
                "figures: %s: %d calls, %.2f %% went on, %d refused, slowest opening %d ms,"
                        + " ready again after %d ms%n",
                what,
                load.begun(),
                share,
                load.refused(),
                load.slowest().toMillis(),
                recovery.toMillis());
        assertThat(share).isGreaterThanOrEqualTo(99);
        assertThat(load.slowest()).isLessThan(PROMPT);
        load.assertExact(0);
        assertSumsAgree(load.done().size());
    }

    private void assertSumsAgree(int rows) throws SQLException {
        for (String table : List.of("rollup_hours", "rollup_days")) {
            assertThat(sum("SELECT SUM(attempts) FROM " + table)).isEqualTo(rows);
            assertThat(sum("SELECT SUM(calls) FROM " + table)).isEqualTo(rows);
            assertThat(sum("SELECT SUM(cost_nanos) FROM " + table)).isEqualTo(30L * rows);
        }
    }

    private long sum(String query) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                query + " WHERE organisation_id = '" + organisation + "'")) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void callsGoOnWhileTheServerIsStoppedAndEveryRowReachesItOnce() throws Exception {
        Duration recovery;
        try (LedgerLoad load = load(Ledger.Durability.JOURNALED);
                LedgerLoad budgeted =
                        new LedgerLoad(store, UUID.randomUUID(), Ledger.Durability.COMMITTED)) {
            pass(Duration.ofSeconds(1));
            assertThat(store.healthy()).isTrue();
            server.stop();
            Eventually.holds(PROMPT, () -> !store.healthy());
            pass(OUTAGE);
            assertThat(store.healthy()).isFalse();
            server.start();
            recovery = Eventually.holds(RECOVERY, store::healthy);
            long version = store.catalog().current().version();
            server.sql("UPDATE facts SET number = number + 1 WHERE name = 'catalog_version'");
            Eventually.holds(RECOVERY, () -> store.catalog().current().version() > version);
            int done = budgeted.done().size();
            Eventually.holds(RECOVERY, () -> budgeted.done().size() > done);
            load.end();
            budgeted.end();
            assertWentOn(load, "server stopped for " + OUTAGE.toSeconds() + " s", recovery);
            assertThat(budgeted.refused()).isPositive();
            assertThat(budgeted.slowest()).isLessThan(PROMPT);
            budgeted.assertExact(0);
        }
        assertThat(store.alone()).isTrue();
    }

    @Test
    void serverThatIsKilledInTheMiddleLosesNothingAndDoublesNothing() throws Exception {
        try (LedgerLoad load = load(Ledger.Durability.JOURNALED)) {
            Duration slowest = Duration.ZERO;
            for (int kill = 0; kill < KILLS; kill++) {
                pass(Duration.ofMillis(500));
                server.kill();
                server.start();
                Duration recovery = Eventually.holds(RECOVERY, store::healthy);
                slowest = slowest.compareTo(recovery) > 0 ? slowest : recovery;
            }
            load.end();
            assertWentOn(load, "server killed " + KILLS + " times", slowest);
        }
    }

    @Test
    void serverWithoutRoomForConnectionsStopsNoCall() throws Exception {
        try (LedgerLoad load = load(Ledger.Durability.JOURNALED)) {
            List<Connection> taken = server.occupy();
            try {
                Eventually.holds(PROMPT, () -> !store.healthy());
                pass(Duration.ofSeconds(2));
            } finally {
                for (Connection connection : taken) {
                    connection.close();
                }
            }
            Duration recovery = Eventually.holds(RECOVERY, store::healthy);
            load.end();
            assertWentOn(load, "too many connections", recovery);
        }
    }

    @Test
    void frozenServerIsARefusalOfChangesWithinSecondsAndHoldsUpNoCall() throws Exception {
        Duration recovery;
        try (LedgerLoad load = load(Ledger.Durability.JOURNALED)) {
            pass(Duration.ofMillis(500));
            server.freeze();
            try {
                assertEveryChangeIsRefusedInTime();
                assertThat(store.healthy()).isFalse();
            } finally {
                server.thaw();
            }
            recovery = Eventually.holds(RECOVERY, store::healthy);
            load.end();
            assertWentOn(load, "server frozen", recovery);
        }
    }

    @Test
    void lockThatStaysForSecondsRefusesChangesInTimeAndHoldsUpNoCall() throws Exception {
        try (LedgerLoad load = load(Ledger.Durability.JOURNALED)) {
            pass(Duration.ofMillis(500));
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                long start = System.nanoTime();
                statement.execute(
                        "LOCK TABLE ledger, facts, users, sessions, personal_tokens, audit"
                                + " IN ACCESS EXCLUSIVE MODE");
                assertEveryChangeIsRefusedInTime();
                pass(LOCKED.minusNanos(System.nanoTime() - start));
                connection.rollback();
            }
            Duration recovery = Eventually.holds(RECOVERY, store::healthy);
            load.end();
            assertWentOn(load, "tables locked for " + LOCKED.toSeconds() + " s", recovery);
        }
    }

    // All at once: each must be answered in time beside the others.
    private void assertEveryChangeIsRefusedInTime() throws InterruptedException {
        Instant now = Instant.now();
        UUID user = UUID.randomUUID();
        List<Runnable> changes =
                List.of(
                        () ->
                                store.configuration()
                                        .addProvider(
                                                new Actor(organisation, null, "penstock"),
                                                StoreContract.provider("frozen", "secret")),
                        () ->
                                store.sessions()
                                        .add(new Session("d", user, "c", now, now.plusSeconds(60))),
                        () -> store.sessions().find("d"),
                        () -> store.tokens().find("d"),
                        () -> store.accounts().byEmail("ada@example.org"));
        Duration slowest = Duration.ZERO;
        List<Refusal> refusals = changes.stream().map(Refusal::new).toList();
        for (Refusal refusal : refusals) {
            refusal.thread.join(Duration.ofSeconds(30));
            assertThat(refusal.kind).isEqualTo(StateException.Kind.UNAVAILABLE);
            assertThat(refusal.took).isLessThan(ADMIN_ANSWER);
            slowest = slowest.compareTo(refusal.took) > 0 ? slowest : refusal.took;
        }
        System.out.println("figures: changes refused within " + slowest.toMillis() + " ms");
    }

    private static final class Refusal {

        private final Thread thread;
        private volatile StateException.Kind kind;
        private volatile Duration took;

        private Refusal(Runnable change) {
            this.thread =
                    Thread.startVirtualThread(() -> {
                        long start = System.nanoTime();
                        try {
                            change.run();
                        } catch (StateException e) {
                            kind = e.kind();
                        }
                        took = Duration.ofNanos(System.nanoTime() - start);
                    });
        }
    }
}
