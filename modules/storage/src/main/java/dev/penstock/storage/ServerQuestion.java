// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.DatabaseServer;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Asks a PostgreSQL server who it is and what time it has.
final class ServerQuestion {

    private static final int TIMES = 3;
    private static final String QUESTION =
            "SELECT current_setting('server_version'), clock_timestamp()";

    private ServerQuestion() {}

    /// Asks a few times, and keeps the quickest answer, which tells its clock best.
    static DatabaseServer ask(PostgresDialect dialect, StoreSettings settings) {
        try (Connection connection = SchemaMigration.connect(dialect, dialect.readingSource());
                Statement statement = connection.createStatement()) {
            DatabaseServer best = once(statement, settings);
            for (int i = 1; i < TIMES; i++) {
                DatabaseServer next = once(statement, settings);
                best = next.latency().compareTo(best.latency()) < 0 ? next : best;
            }
            return best;
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the database server let this gateway in but does not answer; look at its load"
                            + " and its log",
                    e);
        }
    }

    private static DatabaseServer once(Statement statement, StoreSettings settings)
            throws SQLException {
        long start = System.nanoTime();
        try (ResultSet result = statement.executeQuery(QUESTION)) {
            result.next();
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            Instant now = settings.clock().instant().minus(latency.dividedBy(2));
            return new DatabaseServer(
                    result.getString(1),
                    latency,
                    Duration.between(now, result.getObject(2, OffsetDateTime.class).toInstant()));
        }
    }
}
