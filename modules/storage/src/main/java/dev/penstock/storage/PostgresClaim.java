// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A replica's name on a PostgreSQL server, held by a connection that one thread watches. A connection that
/// was lost loses the name; it is then claimed again until it is held or the claim is closed.
final class PostgresClaim implements ReplicaClaim {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_LAST = Duration.ofSeconds(5);
    private static final int ANSWER_SECONDS = 2;

    private final String replica;
    private final DataSource source;
    private final Thread thread;
    private volatile boolean disputed;
    private volatile boolean closed;

    // Owned by the thread, which closes it at its end.
    private @Nullable Connection connection;
    private int session;
    private Duration pause = RETRY_FIRST;

    private PostgresClaim(String replica, DataSource source, Connection first) throws SQLException {
        this.replica = replica;
        this.source = source;
        this.connection = first;
        this.session = PostgresLock.session(first);
        this.thread = Thread.ofPlatform().daemon().name("penstock-replica").unstarted(this::run);
    }

    /// Watches a connection that holds the name.
    ///
    /// @param source of later connections, which must not wait for ever
    static PostgresClaim watch(String replica, DataSource source, Connection first)
            throws SQLException {
        PostgresClaim claim = new PostgresClaim(replica, source, first);
        claim.thread.start();
        return claim;
    }

    @Override
    public boolean undisputed() {
        return !disputed;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (!Waiting.join(thread, Duration.ofSeconds(ANSWER_SECONDS))) {
            Log.warning("the claim of the replica's name still waits for the database");
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, step().toNanos());
        }
        drop();
    }

    // One look; returns how long to wait until the next.
    private Duration step() {
        Connection held = connection;
        if (held != null && lives(held)) {
            return LOOK_EVERY;
        }
        if (held != null) {
            drop();
            pause = RETRY_FIRST;
            Log.warning("the claim of replica '" + replica + "' was lost and is made again");
        }
        try {
            claim();
        } catch (SQLException e) {
            // The database is away, which others say already.
        }
        if (connection != null) {
            return LOOK_EVERY;
        }
        Duration wait = pause;
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(RETRY_LAST) < 0 ? twice : RETRY_LAST;
        return wait;
    }

    private void claim() throws SQLException {
        Connection made = source.getConnection();
        boolean taken = false;
        try {
            taken = PostgresLock.take(made, PostgresLock.REPLICA, replica, Duration.ZERO);
            if (!taken) {
                // The server may not have noticed yet that the connection of before is gone.
                dispute(!PostgresLock.heldBy(made, PostgresLock.REPLICA, replica, session));
                return;
            }
            session = PostgresLock.session(made);
            connection = made;
            disputed = false;
            Log.info("the claim of replica '" + replica + "' is held again");
        } finally {
            if (!taken) {
                made.close();
            }
        }
    }

    private void dispute(boolean another) {
        if (another && !disputed) {
            Log.error(
                    "another process runs as replica '"
                            + replica
                            + "' on this database since the connection to it was lost; this one says"
                            + " that it is not ready, goes on with its own calls and claims the name"
                            + " again: stop one of both, or give it another replica name");
        }
        disputed = another;
    }

    private static boolean lives(Connection connection) {
        try {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private void drop() {
        Connection held = connection;
        connection = null;
        if (held != null) {
            try {
                held.close();
            } catch (SQLException e) {
                Log.warning("the connection of the replica's claim could not be closed", e);
            }
        }
    }
}
