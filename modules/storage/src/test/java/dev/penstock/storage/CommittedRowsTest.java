// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import dev.penstock.state.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls that may only go on when their row stands in the shared database, beside those that need not wait
/// for it.
class CommittedRowsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    // A second, and what a busy machine adds.
    private static final Duration PROMPT = Duration.ofMillis(1_800);
    private static final int ROWS_ON_THE_WAY = 20;

    @TempDir Path directory;

    private final UUID organisation = UUID.randomUUID();
    private final FaultyFiles files = new FaultyFiles();
    private Store store;

    @BeforeEach
    void open() {
        store =
                StoreOpening.open(
                        Postgres.SERVER.settings(directory, null, InstantSource.system()),
                        new JournalOptions(files, 1 << 20, ROWS_ON_THE_WAY));
    }

    @AfterEach
    void close() {
        store.close();
        Postgres.SERVER.clear();
    }

    private LedgerEntry.Opened opened(Ledger.Durability durability) {
        LedgerEntry.Opened row = Rows.opened(organisation);
        store.ledger().open(row, durability);
        return row;
    }

    private void assertRefused(Ledger.Durability durability) {
        long start = System.nanoTime();
        FailureException refusal =
                catchThrowableOfType(FailureException.class, () -> opened(durability));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
        assertThat(refusal).as("the opening was expected to be refused").isNotNull();
        assertThat(refusal.failure())
                .isInstanceOfSatisfying(
                        Failure.Gateway.class,
                        failure -> {
                            assertThat(failure.kind())
                                    .isEqualTo(Failure.GatewayKind.STORE_UNAVAILABLE);
                            assertThat(failure.retryAfter()).isPositive();
                            assertThat(failure.status()).isEqualTo(503);
                        });
    }

    private List<UUID> rows() {
        assertThat(store.ledger().settle(SOON)).isTrue();
        return store.calls().recent(organisation, null, 500).stream()
                .map(entry -> entry.opened().attempt())
                .toList();
    }

    private void await(BooleanSupplier condition) {
        Eventually.holds(SOON, condition);
    }

    private boolean opens() {
        try {
            store.ledger().close(Rows.settled(opened(Ledger.Durability.COMMITTED)));
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    private interface Meanwhile {
        void run() throws SQLException;
    }

    private void whileTheLedgerIsLocked(Meanwhile work) throws SQLException {
        try (Connection connection = Postgres.SERVER.connect(directory);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE");
            work.run();
            connection.rollback();
        }
    }

    @Test
    void databaseThatIsGoneRefusesCommittedRowsAndLeavesNoTraceOfThem() {
        String name = Postgres.SERVER.nameOf(directory);
        List<UUID> expected = new ArrayList<>();
        expected.add(opened(Ledger.Durability.COMMITTED).attempt());
        Postgres.SERVER.shutOut(name);
        try {
            for (int i = 0; i < 5; i++) {
                assertRefused(Ledger.Durability.COMMITTED);
                expected.add(opened(Ledger.Durability.JOURNALED).attempt());
            }
        } finally {
            Postgres.SERVER.letIn(name);
        }
        await(this::opens);
        assertThat(rows()).hasSize(expected.size() + 1).containsAll(expected);
    }

    @Test
    void databaseThatIsSilentRefusesCommittedRowsWithinASecondAndIsAskedAgain() throws Exception {
        List<UUID> expected = new ArrayList<>();
        whileTheLedgerIsLocked(() -> {
            assertRefused(Ledger.Durability.COMMITTED);
            expected.add(opened(Ledger.Durability.JOURNALED).attempt());
            assertRefused(Ledger.Durability.COMMITTED);
        });
        await(this::opens);
        assertThat(store.calls().recent(organisation, null, 500))
                .hasSize(2)
                .extracting(row -> row.opened().attempt())
                .containsAll(expected);
    }

    @Test
    void refusedRowsTakeNoRoomAndACommittedOneGivesItsBack() {
        String name = Postgres.SERVER.nameOf(directory);
        for (int i = 0; i < 2 * ROWS_ON_THE_WAY; i++) {
            opened(Ledger.Durability.COMMITTED);
        }
        Postgres.SERVER.shutOut(name);
        try {
            for (int i = 0; i < 5; i++) {
                assertRefused(Ledger.Durability.COMMITTED);
            }
            for (int i = 0; i < ROWS_ON_THE_WAY; i++) {
                opened(Ledger.Durability.JOURNALED);
            }
        } finally {
            Postgres.SERVER.letIn(name);
        }
        assertThat(rows()).hasSize(3 * ROWS_ON_THE_WAY);
    }

    @Test
    void journalTakesNoMoreThanItsBoundAndIsEmptiedWhenTheDatabaseIsBack() {
        String name = Postgres.SERVER.nameOf(directory);
        Postgres.SERVER.shutOut(name);
        try {
            for (int i = 0; i < ROWS_ON_THE_WAY; i++) {
                store.ledger().close(Rows.settled(opened(Ledger.Durability.JOURNALED)));
            }
            assertRefused(Ledger.Durability.JOURNALED);
            assertRefused(Ledger.Durability.JOURNALED);
        } finally {
            Postgres.SERVER.letIn(name);
        }
        assertThat(rows()).hasSize(ROWS_ON_THE_WAY);
        opened(Ledger.Durability.JOURNALED);
        assertThat(rows()).hasSize(ROWS_ON_THE_WAY + 1);
    }

    @Test
    void journalThatCannotBeWrittenRefusesACommittedRow() {
        opened(Ledger.Durability.COMMITTED);
        files.fault = FaultyFiles.Fault.FULL;
        assertRefused(Ledger.Durability.COMMITTED);
        files.fault = FaultyFiles.Fault.NONE;
        await(this::opens);
        assertThat(rows()).hasSize(2);
    }
}
