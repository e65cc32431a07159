// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/// The pools of one database, which can be closed and opened again together.
///
/// An embedded database closes itself when a write fails, on a full disk for example. It opens again
/// with the next connection, but only when every connection of before is closed: a late one would
/// take the new database out of the engine's table, and the next to come would find its file locked.
final class Connections implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(4);
    // A connection that does not answer by then is given up and another one used.
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<Pool> pools = new CopyOnWriteArrayList<>();
    private final Dialect dialect;
    private final DataSource source;
    private final String testQuery;

    // Guarded by the lock.
    private long generation;

    /// Uses a connection.
    interface Use<T> {
        T with(Connection connection) throws SQLException;
    }

    Connections(Dialect dialect, DataSource source, Statements statements) {
        this.dialect = dialect;
        this.source = source;
        this.testQuery = statements.named("ping").sql();
    }

    /// Adds a pool.
    ///
    /// @param deadline of every statement
    Pool add(String name, int size, Duration deadline) {
        Pool pool = new Pool(name, size, deadline);
        pools.add(pool);
        return pool;
    }

    Dialect dialect() {
        return dialect;
    }

    /// Closes all connections, so that the database opens anew with the next.
    ///
    /// @param seen the generation in which a connection was lost; a later one was opened since
    /// @return whether it is worth to try again
    private boolean reopen(long seen) {
        if (!acquire(lock.writeLock())) {
            return false;
        }
        try {
            if (generation == seen) {
                generation++;
                Log.warning("the database closed itself and is opened again");
                pools.forEach(Pool::renew);
            }
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        pools.forEach(Pool::close);
    }

    private static boolean acquire(Lock lock) {
        boolean interrupted = false;
        long end = System.nanoTime() + DEADLINE.toNanos();
        try {
            while (true) {
                try {
                    return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Connections for one purpose.
    final class Pool {

        private final String name;
        private final int size;
        private final Duration deadline;
        private volatile HikariDataSource connections;

        private Pool(String name, int size, Duration deadline) {
            this.name = name;
            this.size = size;
            this.deadline = deadline;
            this.connections = make();
        }

        /// Uses a connection; when it turns out to be lost, reopens the database and tries again once.
        ///
        /// @param mayRepeat asked before that
        <T> T use(Use<T> use, BooleanSupplier mayRepeat) throws SQLException {
            long[] seen = new long[1];
            try {
                return once(use, seen);
            } catch (SQLException e) {
                if (!dialect.connectionLost(e) || !mayRepeat.getAsBoolean() || !reopen(seen[0])) {
                    throw e;
                }
                return once(use, seen);
            }
        }

        private <T> T once(Use<T> use, long[] seen) throws SQLException {
            if (!acquire(lock.readLock())) {
                throw new SQLException("the database is being opened again");
            }
            try {
                seen[0] = generation;
                try (Connection connection = connections.getConnection()) {
                    return use.with(connection);
                }
            } finally {
                lock.readLock().unlock();
            }
        }

        private void renew() {
            connections.close();
            connections = make();
        }

        private void close() {
            connections.close();
        }

        private HikariDataSource make() {
            HikariConfig config = new HikariConfig();
            config.setPoolName("penstock-" + name);
            config.setDataSource(source);
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(0);
            config.setIdleTimeout(dialect.idleLife().toMillis());
            config.setMaxLifetime(dialect.connectionLife().toMillis());
            config.setConnectionTimeout(deadline.toMillis());
            config.setValidationTimeout(Math.min(deadline.toMillis(), LOOK.toMillis()));
            config.setConnectionInitSql(dialect.sessionStatement(deadline.toMillis()));
            config.setConnectionTestQuery(testQuery);
            // Without a connection at first: whoever needs one gets the failure.
            config.setInitializationFailTimeout(-1);
            config.setAutoCommit(false);
            // The test of a connection must not leave a transaction begun.
            config.setIsolateInternalQueries(true);
            return new HikariDataSource(config);
        }
    }
}
