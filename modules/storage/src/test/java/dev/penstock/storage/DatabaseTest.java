// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.state.StateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    private static final Parameters VERSION = Parameters.of("name", "catalog_version");

    @TempDir Path directory;

    private Connections connections;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        Dialect dialect = new H2Dialect(directory);
        DataSource source = dialect.dataSource();
        try (var first = SchemaMigration.connect(dialect, source)) {
            SchemaMigration.apply(dialect, source, first);
            Statements statements = Statements.load(dialect);
            connections = new Connections(dialect, source, statements);
            database = new Database("test", connections, statements, 2, 1);
        }
    }

    @AfterEach
    void close() {
        database.close();
        connections.close();
    }

    private long version() {
        return database.transaction(transaction ->
                transaction
                        .first("facts.number", VERSION, row -> row.number("number"))
                        .orElseThrow());
    }

    private StateException refusal(Database.Work<Integer> work, Duration deadline) {
        StateException refusal =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        StateException.class, () -> database.run(work, deadline));
        assertThat(refusal).as("the transaction was expected to fail").isNotNull();
        return refusal;
    }

    @Test
    void transactionThatThrowsChangesNothing() {
        StateException refusal =
                refusal(
                        transaction -> {
                            transaction.change("catalog.grow", Parameters.none());
                            throw Changes.conflict("on purpose");
                        },
                        Duration.ofSeconds(5));
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.CONFLICT);
        assertThat(refusal).hasMessage("on purpose");
        assertThat(version()).isZero();
    }

    @Test
    void transactionWhoseCallerGaveUpChangesNothing() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        StateException refusal =
                refusal(
                        transaction -> {
                            int changed = transaction.change("catalog.grow", Parameters.none());
                            await(gate);
                            return changed;
                        },
                        Duration.ofMillis(100));
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("nothing was changed");
        gate.countDown();
        // The row is locked until the abandoned transaction is rolled back.
        database.transaction(t -> t.change("catalog.grow", Parameters.none()));
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void callerThatNeverGotAThreadGivesUpInTime() {
        CountDownLatch gate = new CountDownLatch(1);
        List<Thread> busy = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            busy.add(
                    Thread.startVirtualThread(() ->
                            database.transaction(_ -> {
                                started.countDown();
                                await(gate);
                                return 1;
                            })));
        }
        await(started);
        StateException refusal =
                refusal(t -> t.change("catalog.grow", Parameters.none()), Duration.ofMillis(50));
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNAVAILABLE);
        gate.countDown();
        busy.forEach(thread -> assertThat(Waiting.join(thread, Duration.ofSeconds(5))).isTrue());
        assertThat(version()).isZero();
    }

    @Test
    void interruptOfTheCallerNeverReachesTheDatabasesThread() {
        AtomicReference<Boolean> interruptedInside = new AtomicReference<>();
        Thread.currentThread().interrupt();
        database.transaction(transaction -> {
            interruptedInside.set(Thread.currentThread().isInterrupted());
            return transaction.change("catalog.grow", Parameters.none());
        });
        assertThat(Thread.interrupted()).as("the interrupt stands again").isTrue();
        assertThat(interruptedInside.get()).isFalse();
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void takenNameIsAConflictAlsoInsideABatch() {
        Parameters fact =
                Parameters.of("name", "twice")
                        .and("organisation", null)
                        .and("number", 1L)
                        .and("id", null)
                        .and("sealed", null);
        assertThat(
                        refusal(
                                        t -> t.changeAll("facts.insert", List.of(fact, fact)),
                                        Duration.ofSeconds(5))
                                .kind())
                .isEqualTo(StateException.Kind.CONFLICT);
        assertThat(
                        database.<Boolean>transaction(
                                t -> t.any("facts.number", Parameters.of("name", "twice"))))
                .isFalse();
    }

    @Test
    void missingParameterIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> database.transaction(t -> t.any("facts.number", Parameters.none())))
                .withMessageContaining(":name");
    }

    @Test
    void databaseThatClosedItselfIsOpenedAgainForAllAndKeepsWhatWasCommitted() throws Exception {
        Statements statements = Statements.load(new H2Dialect(directory));
        try (Database console = new Database("console", connections, statements, 2, 0)) {
            for (int i = 1; i <= 3; i++) {
                database.transaction(t -> t.change("catalog.grow", Parameters.none()));
                try (var connection = new H2Dialect(directory).dataSource().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("SHUTDOWN IMMEDIATELY");
                }
                assertThat(console.<Boolean>transaction(t -> t.any("ping", Parameters.none())))
                        .isTrue();
                assertThat(version()).isEqualTo(i);
            }
        }
    }

    @Test
    void closedDatabaseRefuses() {
        database.close();
        assertThat(refusal(_ -> 1, Duration.ofSeconds(1)).kind())
                .isEqualTo(StateException.Kind.UNAVAILABLE);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
