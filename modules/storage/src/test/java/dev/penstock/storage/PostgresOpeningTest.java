// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts on PostgreSQL, good ones and refused ones.
class PostgresOpeningTest {

    private static final Secret OTHER_KEY =
            Secret.of("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=");

    @TempDir Path directory;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();

    private static StoreSettings settings(
            Path directory, DatabaseSettings database, Secret key, String replica) {
        StoreSettings plain = Stores.settings(directory, key, InstantSource.system());
        return new StoreSettings(
                directory,
                database,
                key,
                false,
                replica,
                plain.boot(),
                plain.clock(),
                plain.random());
    }

    @AfterEach
    void clear() {
        Postgres.SERVER.clear();
    }

    private StateException refusal(Runnable opening) {
        StateException refusal = StoreContract.catchState(opening::run);
        assertThat(refusal).as("the opening was expected to be refused").isNotNull();
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
        return refusal;
    }

    @Test
    void missingMasterKeyIsRefusedAndNoneIsMade() {
        DatabaseSettings database = Postgres.SERVER.database(Postgres.empty());
        StoreSettings without = settings(directory, database, null, "one");
        assertThat(refusal(() -> factory.open(without).close()))
                .hasMessageContaining("PENSTOCK_MASTER_KEY")
                .hasMessageContaining("openssl rand -base64 32");
        assertThat(refusal(() -> factory.check(without))).hasMessageContaining("master key");
        assertThat(directory.resolve("master.key")).doesNotExist();
    }

    @Test
    void masterKeyOfAFileServesAsWell() throws Exception {
        Files.writeString(directory.resolve("master.key"), OTHER_KEY.reveal() + "\n");
        DatabaseSettings database = Postgres.SERVER.database(Postgres.empty());
        factory.open(settings(directory, database, null, "one")).close();
        factory.check(settings(directory, database, OTHER_KEY, "one"));
    }

    @Test
    void wrongMasterKeyIsRefusedByOpeningAndByCheck() {
        DatabaseSettings database = Postgres.SERVER.database(Postgres.empty());
        factory.open(settings(directory, database, Postgres.MASTER_KEY, "one")).close();
        StoreSettings wrong = settings(directory, database, OTHER_KEY, "one");
        assertThat(refusal(() -> factory.open(wrong).close()))
                .hasMessageContaining("not the one that this data was encrypted with");
        assertThat(refusal(() -> factory.check(wrong)))
                .hasMessageContaining("not the one that this data was encrypted with");
    }

    @Test
    void migrateAppliesWhatIsMissingOnce() {
        DatabaseSettings database = Postgres.SERVER.database(Postgres.empty());
        StoreSettings settings = settings(directory, database, Postgres.MASTER_KEY, "one");
        int newest = new PostgresDialect(database).newestMigration();
        assertThat(factory.migrate(settings)).isEqualTo(newest);
        assertThat(factory.migrate(settings)).isZero();
    }

    @Test
    void replicasThatStartAtOnceLayOneFoundation() throws Exception {
        DatabaseSettings database = Postgres.SERVER.database(Postgres.empty());
        int replicas = 4;
        List<Callable<Store>> openings = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            StoreSettings settings =
                    settings(directory.resolve("" + i), database, Postgres.MASTER_KEY, "r" + i);
            openings.add(() -> factory.open(settings));
        }
        List<Store> stores = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(replicas)) {
            for (Future<Store> opened : threads.invokeAll(openings)) {
                stores.add(opened.get());
            }
            assertThat(stores).filteredOn(store -> store.opening().first()).hasSize(1);
            assertThat(stores.stream().mapToInt(store -> store.opening().migrations()).sum())
                    .isEqualTo(new PostgresDialect(database).newestMigration());
            assertThat(stores)
                    .extracting(s -> s.accounts().firstTenant())
                    .containsOnly(stores.getFirst().accounts().firstTenant());
        } finally {
            stores.forEach(Store::close);
        }
    }

    @Test
    void replicaNameIsOneProcessesAlone() throws Exception {
        DatabaseSettings database = Postgres.SERVER.database(Postgres.empty());
        Dialect dialect = new PostgresDialect(database);
        Duration patience = Duration.ofMillis(100);
        try (AutoCloseable first = dialect.claimReplica("east", patience);
                AutoCloseable other = dialect.claimReplica("west", patience)) {
            assertThat(first).isNotSameAs(other);
            assertThat(
                            StoreContract.catchState(
                                    () -> dialect.claimReplica("east", patience).close()))
                    .hasMessageContaining("another process runs as replica 'east'");
        }
        dialect.claimReplica("east", patience).close();
    }

    @Test
    void serverThatIsNotThereIsNamedAsTheReasonWithoutThePassword() {
        DatabaseSettings nowhere =
                new DatabaseSettings(
                        "jdbc:postgresql://127.0.0.1:1/penstock",
                        "penstock",
                        Secret.of("database-canary"));
        StoreSettings settings = settings(directory, nowhere, OTHER_KEY, "one");
        for (StateException refusal :
                List.of(
                        refusal(() -> factory.open(settings).close()),
                        refusal(() -> factory.check(settings)))) {
            assertThat(refusal).hasMessageContaining("check that the server runs");
            assertThat(refusal).hasStackTraceContaining("refused");
            assertThat(refusal.toString() + refusal.getCause()).doesNotContain("canary");
        }
        assertThat(settings.toString()).doesNotContain("canary");
    }

    @Test
    void refusedRowIsNotRepeatedInMessages() throws Exception {
        Dialect dialect = Dialect.of(Postgres.SERVER.settings(directory, null, null));
        Statements statements = Statements.load(dialect);
        Parameters fact =
                Parameters.of("name", "row-canary")
                        .and("organisation", null)
                        .and("number", null)
                        .and("id", null)
                        .and("sealed", new byte[] {1});
        try (Connections connections = new Connections(dialect, dialect.dataSource(), statements);
                Database database = new Database("test", connections, statements, 1, 0)) {
            StateException refusal =
                    StoreContract.catchState(() ->
                            database.transaction(
                                    t -> t.changeAll("facts.insert", List.of(fact, fact))));
            assertThat(refusal.kind()).isEqualTo(StateException.Kind.CONFLICT);
            java.io.StringWriter trace = new java.io.StringWriter();
            refusal.printStackTrace(new java.io.PrintWriter(trace));
            assertThat(trace.toString()).contains("duplicate key").doesNotContain("canary");
        }
    }

    @Test
    void everyStatementIsUnderstood() throws Exception {
        Statements statements = Statements.load(new PostgresDialect(Postgres.SERVER.database("x")));
        try (Connection connection = Postgres.SERVER.connect(directory)) {
            for (Statements.Statement statement : statements.all().values()) {
                try (var prepared = connection.prepareStatement(statement.sql())) {
                    assertThat(prepared.getParameterMetaData().getParameterCount())
                            .as(statement.name())
                            .isEqualTo(statement.parameters().size());
                }
            }
        }
    }
}
