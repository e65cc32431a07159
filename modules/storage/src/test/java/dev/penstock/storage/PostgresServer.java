// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StoreSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL server of a test's own, whose processes it may stop, kill and freeze, and start again on
/// the same port and files.
final class PostgresServer implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 40;
    private static final String TOO_MANY_CONNECTIONS = "53300";

    private final Path directory;
    private EmbeddedPostgres server;

    PostgresServer(Path directory) throws IOException {
        this.directory = directory;
        this.server = builder().start();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "" + CONNECTIONS)
                .setServerConfig("superuser_reserved_connections", "0");
    }

    DatabaseSettings database() {
        return new DatabaseSettings(
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", null);
    }

    StoreSettings settings(Path data) {
        return Stores.settings(data, database(), Stores.MASTER_KEY, InstantSource.system());
    }

    /// A connection of somebody who is no gateway.
    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    void sql(String text) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /// Ends the server in order, cutting off everybody.
    void stop() throws IOException {
        List<ProcessHandle> processes = processes();
        server.close();
        awaitEnd(processes);
    }

    /// Ends the server as a failure of the machine would, in the middle of whatever it does.
    void kill() throws IOException {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(processes);
        // What is left of it in this process.
        server.close();
    }

    /// Starts it again after [#stop] or [#kill].
    void start() throws IOException {
        int port = server.getPort();
        server = builder().setPort(port).start();
    }

    /// Lets all its processes stand still, so that connections stay open and nothing answers.
    void freeze() throws IOException {
        signal("-STOP");
    }

    void thaw() throws IOException {
        signal("-CONT");
    }

    /// Takes every connection from the gateways, until there is none for them.
    List<Connection> occupy() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        taken.add(connect());
        long end = System.nanoTime() + SOON.toNanos();
        while (taken.size() < CONNECTIONS) {
            cutOff(taken.getFirst());
            takeAll(taken);
            if (System.nanoTime() > end) {
                throw new IllegalStateException("gateways keep their connections");
            }
        }
        return taken;
    }

    private static void cutOff(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'penstock'");
        }
    }

    private void takeAll(List<Connection> taken) throws SQLException {
        while (taken.size() < CONNECTIONS) {
            try {
                taken.add(connect());
            } catch (SQLException e) {
                if (TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
                    return;
                }
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        thaw();
        server.close();
    }

    private List<ProcessHandle> processes() throws IOException {
        Path file = directory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return List.of();
        }
        long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        return ProcessHandle.of(pid).stream()
                .flatMap(master -> Stream.concat(Stream.of(master), master.descendants()))
                .toList();
    }

    private void signal(String name) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", name));
        processes().forEach(process -> command.add("" + process.pid()));
        if (command.size() == 2) {
            return;
        }
        Process kill =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!kill.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the signal " + name + " could not be sent");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        processes.forEach(process -> Eventually.holds(SOON, () -> !process.isAlive()));
    }
}
