// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done with the open rows of gateways that have fallen silent.
abstract class ReplicasContract extends StoreContract {

    @TempDir Path other;

    private final UUID organisation = UUID.randomUUID();
    private final LedgerEvent.Heading heading =
            new LedgerEvent.Heading("observer", UUID.randomUUID());

    private int observe() throws SQLException {
        Dialect dialect = Dialect.of(place().settings(directory, null, clock));
        Statements statements = Statements.load(dialect);
        try (Connections connections = new Connections(dialect, dialect.dataSource(), statements);
                Database database = new Database("test", connections, statements, 1, 1);
                Heartbeat heartbeat =
                        new Heartbeat(
                                database,
                                heading,
                                new AbandonedRows(database, heading, store().catalog(), clock),
                                new Namesakes(database, heading, Set.of(), clock),
                                clock)) {
            return heartbeat.beat();
        }
    }

    private LedgerEntry.Opened opened() {
        LedgerEntry.Opened row = Rows.opened(organisation, clock.instant());
        store().ledger().open(row, Ledger.Durability.JOURNALED);
        assertThat(store().ledger().settle(SOON)).isTrue();
        return row;
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = place().connect(directory);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Test
    void rowsOfALivingReplicaStayOpenHoweverOldTheyAre() throws Exception {
        LedgerEntry.Opened row = opened();
        clock.advance(Heartbeat.SILENCE.plusMinutes(1));
        sql("UPDATE replicas SET beat = TIMESTAMP WITH TIME ZONE '" + clock.instant() + "'");
        assertThat(observe()).isZero();
        assertThat(store().calls().call(organisation, row.call()))
                .containsExactly(new LedgerEntry(row, null));
    }

    @Test
    void rowsOfASilentReplicaAreSettledOnceItHasBeenSilentForLongerThanAnyCall() throws Exception {
        LedgerEntry.Opened row = opened();
        clock.advance(Heartbeat.SILENCE.minusMinutes(1));
        assertThat(observe()).isZero();
        clock.advance(Duration.ofMinutes(2));
        assertThat(observe()).isEqualTo(1);
        assertThat(observe()).isZero();
        // Its late end changes nothing any more.
        store().ledger().close(Rows.settled(row));
        LedgerEntry settled = store().calls().call(organisation, row.call()).getFirst();
        assertThat(settled.closed().outcome()).isEqualTo("gateway_died");
        assertThat(settled.closed().usage().of(dev.penstock.inference.UsageClass.INPUT))
                .isEqualTo(row.estimatedInput());
    }

    @Test
    void earlierStartOfTheSameReplicaIsSettledAtOnce() throws Exception {
        LedgerEntry.Opened row = opened();
        Path image = place().image(directory, other);
        try (var again = open(place().settings(image, null, clock))) {
            assertThat(again.opening().settled()).isEqualTo(1);
            assertThat(again.calls().call(organisation, row.call()))
                    .allMatch(entry -> entry.state() == LedgerEntry.State.SETTLED);
        }
    }
}
