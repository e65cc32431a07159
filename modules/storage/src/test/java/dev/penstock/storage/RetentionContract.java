// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.CallRecords.Grouping;
import dev.penstock.state.CallRecords.UsageTotal;
import dev.penstock.state.Ledger;
import dev.penstock.state.Retention;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is removed when it is old, and what is not.
abstract class RetentionContract extends StoreContract {

    private static final Duration AGE = Duration.ofDays(30);
    private static final int ROWS = 1_200;

    private final UUID organisation = UUID.randomUUID();

    private long removeAt(Retention retention, Instant at) throws SQLException {
        MovableClock then = new MovableClock(at);
        Dialect dialect = Dialect.of(place().settings(directory, null, clock));
        Statements statements = Statements.load(dialect);
        try (Connections connections = new Connections(dialect, dialect.dataSource(), statements);
                Database database = new Database("test", connections, statements, 1, 1);
                RetentionJob job = new RetentionJob(database, retention, then)) {
            return job.run();
        }
    }

    private long count(String table) throws SQLException {
        try (Connection connection = place().connect(directory);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    private LedgerEntry.Opened fill() {
        LedgerEntry.Opened running = Rows.opened(organisation);
        store().ledger().open(running, Ledger.Durability.JOURNALED);
        for (int i = 0; i < ROWS; i += 100) {
            var threads = new java.util.ArrayList<Thread>();
            for (int j = 0; j < 100; j++) {
                threads.add(
                        Thread.startVirtualThread(() -> {
                            LedgerEntry.Opened row = Rows.opened(organisation);
                            store().ledger().open(row, Ledger.Durability.JOURNALED);
                            store().ledger().close(Rows.settled(row));
                        }));
            }
            threads.forEach(thread -> assertThat(Waiting.join(thread, SOON)).isTrue());
        }
        assertThat(store().ledger().settle(SOON)).isTrue();
        return running;
    }

    @Test
    void closedRowsOfTheLedgerGoWhenTheyAreOldAndTheirDaysStay() throws Exception {
        LedgerEntry.Opened running = fill();
        Retention retention = new Retention(AGE, null, null);
        Instant now = Instant.now();
        assertThat(removeAt(retention, now.plus(AGE).minus(Duration.ofHours(1)))).isZero();
        assertThat(removeAt(retention, now.plus(AGE).plusSeconds(60))).isEqualTo(ROWS);
        assertThat(store().calls().recent(organisation, null, 500))
                .containsExactly(new LedgerEntry(running, null));
        Instant midnight = now.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
        assertThat(
                        store().calls()
                                .usage(
                                        organisation,
                                        midnight.minus(Duration.ofDays(1)),
                                        midnight.plus(Duration.ofDays(2)),
                                        Grouping.NONE))
                .extracting(UsageTotal::attempts)
                .containsExactly(ROWS + 1L);
    }

    @Test
    void hoursAndAuditGoByThemselves() throws Exception {
        fill();
        assertThat(count("rollup_hours")).isPositive();
        long days = count("rollup_days");
        assertThat(count("audit")).isPositive();
        Instant later = Instant.now().plus(AGE).plus(Duration.ofHours(2));
        assertThat(removeAt(new Retention(null, AGE, AGE), later)).isPositive();
        assertThat(count("rollup_hours")).isZero();
        assertThat(count("audit")).isZero();
        assertThat(count("rollup_days")).isEqualTo(days);
        assertThat(count("ledger")).isEqualTo(ROWS + 1);
    }

    @Test
    void nothingIsRemovedWithoutARetention() throws Exception {
        fill();
        assertThat(removeAt(Retention.FOREVER, Instant.now().plus(Duration.ofDays(9_999))))
                .isZero();
    }
}
