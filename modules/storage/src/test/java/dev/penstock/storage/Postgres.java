// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StoreSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A real PostgreSQL server for one run of tests, with a database for each directory.
final class Postgres implements Place {

    static final Postgres SERVER = new Postgres();

    static final Secret MASTER_KEY = Stores.MASTER_KEY;

    private static final String TEMPLATE = "penstock_template";
    private static final long ROOM = 512L << 20;

    private final Map<Path, String> databases = new ConcurrentHashMap<>();
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final EmbeddedPostgres server;

    private Postgres() {
        try {
            server = builder().start();
            admin("CREATE DATABASE " + TEMPLATE);
            Path directory = Files.createTempDirectory("penstock-template");
            new DatabaseStoreFactory()
                    .migrate(settings(directory, TEMPLATE, MASTER_KEY, InstantSource.system()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // In memory where there is room: a database is a thousand files.
    private static EmbeddedPostgres.Builder builder() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        Path memory = Path.of("/dev/shm");
        if (Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > ROOM) {
            builder.setDataDirectory(Files.createTempDirectory(memory, "penstock-postgres"));
        }
        return builder;
    }

    @Override
    public void clear() {
        databases.clear();
        for (String name : Set.copyOf(made)) {
            admin("DROP DATABASE " + name + " WITH (FORCE)");
            made.remove(name);
        }
    }

    /// The settings of a database that is not there yet.
    DatabaseSettings database(String name) {
        return new DatabaseSettings(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", null);
    }

    /// A new database without any table.
    static String empty() {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        SERVER.admin("CREATE DATABASE " + name);
        SERVER.made.add(name);
        return name;
    }

    /// The settings of a store in a database.
    StoreSettings settings(Path directory, String name, Secret masterKey, InstantSource clock) {
        return Stores.settings(directory, database(name), masterKey, clock);
    }

    @Override
    public StoreSettings settings(Path directory, Secret masterKey, InstantSource clock) {
        return settings(
                directory, nameOf(directory), masterKey == null ? MASTER_KEY : masterKey, clock);
    }

    String nameOf(Path directory) {
        return databases.computeIfAbsent(directory, _ -> copyOf(TEMPLATE));
    }

    /// Another directory, such as that of a second replica, on the database of a first one.
    void share(Path directory, Path with) {
        databases.put(with, nameOf(directory));
    }

    @Override
    public Path image(Path directory, Path copy) {
        String name = nameOf(directory);
        shutOut(name);
        try {
            databases.put(Stores.crashImage(directory, copy), copyOf(name));
        } finally {
            letIn(name);
        }
        return copy;
    }

    @Override
    public Connection connect(Path directory) throws SQLException {
        return new PostgresDialect(database(nameOf(directory))).patientSource().getConnection();
    }

    /// Ends all connections of a database and refuses new ones.
    void shutOut(String name) {
        admin("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (terminate(name) > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("connections to " + name + " do not end");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Lets connections in again.
    void letIn(String name) {
        admin("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    }

    private String copyOf(String template) {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        admin("CREATE DATABASE " + name + " TEMPLATE " + template);
        made.add(name);
        return name;
    }

    private int terminate(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                        + " WHERE datname = '"
                                        + name
                                        + "'")) {
            result.next();
            return result.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void admin(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
