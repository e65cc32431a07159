// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;

/// A real PostgreSQL server, one for a run of tests. Owners of databases need their password.
final class PostgresServer {
    static final String SUPERUSER = "postgres";

    private static final long ROOM = 512L << 20;
    private static final String RULES =
            """
            host all postgres all trust
            host all all all scram-sha-256
            """;

    private final SecureRandom random = new SecureRandom();
    private final Path data;
    private final EmbeddedPostgres server;

    private PostgresServer() {
        try {
            data = Files.createTempDirectory(memory(), "penstock-postgres");
            server =
                    EmbeddedPostgres.builder()
                            .setDataDirectory(data)
                            .setServerConfig("logging_collector", "on")
                            .setServerConfig("log_directory", "log")
                            .start();
            Files.writeString(data.resolve("pg_hba.conf"), RULES);
            execute("SELECT pg_reload_conf()");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static final class Shared {
        static final PostgresServer SERVER = new PostgresServer();
    }

    /// The server of this run, started by the first who asks; ends with the run.
    static PostgresServer shared() {
        return Shared.SERVER;
    }

    // In memory where there is room: a database is a thousand files.
    private static Path memory() throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean room =
                Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > ROOM;
        return room ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /// A new database without anything in it.
    Database.Postgres create() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return create(fresh("secret"), Base64.getEncoder().encodeToString(key));
    }

    /// A new database whose secrets are these.
    Database.Postgres create(String password, String masterKey) {
        String name = fresh("test");
        execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, password));
        execute("CREATE DATABASE %s OWNER %s".formatted(name, name));
        return new Database.Postgres(this, name, password, masterKey);
    }

    /// Everything in its log.
    String log() {
        StringBuilder log = new StringBuilder();
        try (Stream<Path> files = Files.list(data.resolve("log"))) {
            for (Path file : files.toList()) {
                log.append(Files.readString(file));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return log.toString();
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database);
    }

    void drop(Database.Postgres database) {
        execute("DROP DATABASE %s WITH (FORCE)".formatted(database.name()));
        execute("DROP ROLE " + database.name());
    }

    private String fresh(String what) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return what + "_" + HexFormat.of().formatHex(bytes);
    }

    /// Does something as its superuser.
    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(SUPERUSER), SUPERUSER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }
}
