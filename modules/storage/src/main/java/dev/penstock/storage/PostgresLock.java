// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Advisory locks of PostgreSQL, which the server lets go of when the connection ends, however it ends.
final class PostgresLock {

    /// Of the process that brings schema and foundation into being.
    static final int PREPARATION = 0x50_53_54_01;

    /// Of the process that runs under a replica's name.
    static final int REPLICA = 0x50_53_54_02;

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private PostgresLock() {}

    /// Takes a lock for as long as a connection lives.
    ///
    /// @param kind one of the constants
    /// @param name what is locked within the kind
    /// @return whether it was free in time
    static boolean take(Connection connection, int kind, String name, Duration patience)
            throws SQLException {
        watch(connection);
        long end = System.nanoTime() + patience.toNanos();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(?))")) {
            statement.setInt(1, kind);
            statement.setString(2, name);
            while (!taken(statement)) {
                if (System.nanoTime() > end) {
                    return false;
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            return true;
        }
    }

    // The server would notice only after hours that a machine died without a word.
    private static void watch(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;"
                            + " SET tcp_keepalives_count = 3");
        }
    }

    private static boolean taken(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getBoolean(1);
        }
    }
}
