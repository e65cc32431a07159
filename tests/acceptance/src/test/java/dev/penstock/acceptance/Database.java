// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The database of one installation.
sealed interface Database extends AutoCloseable {
    /// What a gateway must be told to use it.
    Map<String, String> environment();

    /// Everything it keeps outside the folder of the data, a line for each row of a table.
    List<String> rows();

    /// Removes it and what is in it.
    @Override
    void close();

    /// Lies in the folder of the data and comes into being with it.
    record Embedded() implements Database {
        /// A database of what a dump holds, made by the database's own tool.
        static Embedded of(Path dump, Path data) {
            try {
                Files.createDirectories(data);
                Process tool =
                        new ProcessBuilder(
                                        Path.of(System.getProperty("java.home"), "bin/java")
                                                .toString(),
                                        "-cp",
                                        Repository.root().resolve(LIB) + "/*",
                                        "org.h2.tools.RunScript",
                                        "-url",
                                        "jdbc:h2:file:" + data.resolve("penstock"),
                                        "-user",
                                        "penstock",
                                        "-script",
                                        dump.toString())
                                .redirectErrorStream(true)
                                .start();
                String said = new String(tool.getInputStream().readAllBytes(), UTF_8);
                assertThat(tool.waitFor()).as(said).isZero();
                return new Embedded();
            } catch (IOException | InterruptedException failed) {
                throw new AssertionError(failed);
            }
        }

        private static final String LIB = "modules/app/target/dist/lib";

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }

        @Override
        public List<String> rows() {
            return List.of();
        }

        @Override
        public void close() {
            // Goes with the folder.
        }
    }

    /// A database of a PostgreSQL server with an owner who has a password.
    ///
    /// @param name of the database and of its owner
    record Postgres(PostgresServer server, String name, String password, String masterKey)
            implements Database {
        String url() {
            return server.url(name);
        }

        @Override
        public Map<String, String> environment() {
            return Map.of(
                    "PENSTOCK_DATABASE_URL", url(),
                    "PENSTOCK_DATABASE_USER", name,
                    "PENSTOCK_DATABASE_PASSWORD", password,
                    "PENSTOCK_MASTER_KEY", masterKey);
        }

        /// From the next connection on every statement stands in the server's log, parameters included.
        void logStatements() {
            execute("ALTER DATABASE %s SET log_statement = 'all'".formatted(name));
        }

        /// Takes it away from everybody: connections end, and no new ones are let in.
        void shutOut() {
            server.execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name));
            server.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '%s'"
                            .formatted(name));
        }

        /// Lets connections in again.
        void letIn() {
            server.execute("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name));
        }

        /// Fills it with what a dump holds, in the name of its owner.
        void load(Path dump) {
            try (Connection connection = DriverManager.getConnection(url(), name, password);
                    Statement statement = connection.createStatement()) {
                statement.execute(Files.readString(dump));
            } catch (SQLException | IOException failed) {
                throw new AssertionError(dump.toString(), failed);
            }
        }

        /// Does something to it behind the gateway's back.
        void execute(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failed) {
                throw new AssertionError(sql, failed);
            }
        }

        @Override
        public List<String> rows() {
            List<String> rows = new ArrayList<>();
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String table : column(statement, TABLES)) {
                    String all = "SELECT '%s ' || t::text FROM public.%s t".formatted(table, table);
                    rows.addAll(column(statement, all));
                }
                return rows;
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        }

        private static final String TABLES =
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'";

        private static List<String> column(Statement statement, String sql) throws SQLException {
            List<String> values = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    values.add(result.getString(1));
                }
            }
            return values;
        }

        private Connection connect() throws SQLException {
            return DriverManager.getConnection(url(), PostgresServer.SUPERUSER, "");
        }

        @Override
        public void close() {
            server.drop(this);
        }
    }
}
