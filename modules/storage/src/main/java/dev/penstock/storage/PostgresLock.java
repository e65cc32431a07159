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

    /// The server's number of a connection.
    static int session(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    /// Whether a lock is held by the connection of a number.
    static boolean heldBy(Connection connection, int kind, String name, int session)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                                + " WHERE l.locktype = 'advisory' AND l.granted"
                                + " AND d.datname = current_database()"
                                + " AND l.classid::bigint = ? AND l.pid = ?"
                                + " AND l.objid::bigint = (hashtext(?)::bigint & 4294967295)")) {
            statement.setLong(1, kind);
            statement.setInt(2, session);
            statement.setString(3, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
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
