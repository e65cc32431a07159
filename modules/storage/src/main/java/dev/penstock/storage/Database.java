// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.StateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Transactions as blocks, on the store's own threads with a deadline.
///
/// A caller whose deadline passes before the commit has begun is told so, and nothing is changed.
final class Database implements AutoCloseable {

    // A statement gives up before its caller does, so that the caller hears why.
    private static final Duration STATEMENT_DEADLINE = Duration.ofSeconds(4);
    private static final Duration CALLER_DEADLINE = Duration.ofSeconds(5);
    private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(3);
    private static final int WAITING_CALLERS = 512;
    private static final String UNIQUE_VIOLATION = "23505";
    // The standard's own and H2's for a missing parent.
    private static final Set<String> FOREIGN_KEY_VIOLATIONS = Set.of("23503", "23506");

    private final String name;
    private final Connections.Pool pool;
    private final ThreadPoolExecutor workers;
    private final Statements statements;

    /// Work within a transaction.
    interface Work<T> {
        T run(Transaction transaction) throws SQLException;
    }

    /// Transactions of one purpose.
    ///
    /// @param name of the pool and the threads
    /// @param callerThreads how many callers are served at once
    /// @param ownThreads how many threads of the store use [#here]
    Database(
            String name,
            Connections connections,
            Statements statements,
            int callerThreads,
            int ownThreads) {
        this.name = name;
        this.statements = statements;
        this.pool = connections.add(name, callerThreads + ownThreads, STATEMENT_DEADLINE);
        this.workers =
                new ThreadPoolExecutor(
                        callerThreads,
                        callerThreads,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_CALLERS),
                        Thread.ofPlatform().daemon().name("penstock-" + name + "-", 1).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /// Runs a transaction for a caller, commits it and returns its value.
    ///
    /// @throws StateException what the work throws; CONFLICT when a name or id is taken; UNAVAILABLE
    ///     when the database fails or does not answer in time
    <T> T transaction(Work<T> work) {
        return run(work, CALLER_DEADLINE);
    }

    /// As [#transaction] with a deadline of its own.
    <T> T run(Work<T> work, Duration deadline) {
        return run(new Attempt<>(work, true), deadline);
    }

    /// Runs a transaction for a caller and returns its value, but rolls it back.
    <T> T rehearsal(Work<T> work) {
        return run(new Attempt<>(work, false), CALLER_DEADLINE);
    }

    private <T> T run(Attempt<T> attempt, Duration deadline) {
        FutureTask<T> task = new FutureTask<>(attempt);
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the database has too many waiting callers or is closed; try again",
                    e);
        }
        try {
            return Waiting.waitFor(task, deadline);
        } catch (TimeoutException e) {
            return afterDeadline(attempt, task);
        } catch (ExecutionException e) {
            throw asStateException(Waiting.cause(e));
        }
    }

    /// Runs a transaction on the calling thread, which must be one of the store's own.
    <T> T here(Work<T> work) throws SQLException {
        return new Attempt<>(work, true).call();
    }

    /// Runs a reading transaction that sees one moment, on the calling thread, which must be one of
    /// the store's own.
    <T> T snapshot(Work<T> work) throws SQLException {
        return pool.use(
                connection -> {
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                    try {
                        return work.run(new Transaction(connection, statements));
                    } finally {
                        connection.rollback();
                    }
                },
                () -> true);
    }

    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
                Log.warning("the database pool " + name + " still works while it is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T afterDeadline(Database.Attempt<T> attempt, FutureTask<T> task) {
        if (!attempt.abandon()) {
            try {
                return Waiting.waitFor(task, COMMIT_DEADLINE);
            } catch (ExecutionException e) {
                throw asStateException(Waiting.cause(e));
            } catch (TimeoutException e) {
                throw new StateException(
                        StateException.Kind.UNAVAILABLE,
                        "the database does not answer; whether the change was made is not known",
                        e);
            }
        }
        throw new StateException(
                StateException.Kind.UNAVAILABLE,
                "the database did not answer in time; nothing was changed, try again");
    }

    private static StateException asStateException(Throwable failure) {
        return switch (failure) {
            case StateException known -> new StateException(known.kind(), message(known), known);
            case SQLException sql when UNIQUE_VIOLATION.equals(stateOf(sql)) ->
                    new StateException(
                            StateException.Kind.CONFLICT, "something of that name exists", sql);
            case SQLException sql when FOREIGN_KEY_VIOLATIONS.contains(stateOf(sql)) ->
                    new StateException(
                            StateException.Kind.NOT_FOUND,
                            "what the change names does not exist in this organisation",
                            sql);
            case IllegalArgumentException defect -> throw defect;
            default ->
                    new StateException(
                            StateException.Kind.UNAVAILABLE, "the database failed", failure);
        };
    }

    // A batch hides the state of the row that failed in the next exception.
    private static String stateOf(SQLException failure) {
        for (SQLException e = failure; e != null; e = e.getNextException()) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("23")) {
                return e.getSQLState();
            }
        }
        return "";
    }

    private static String message(StateException known) {
        return known.getMessage() == null ? known.kind().name() : known.getMessage();
    }

    private enum Phase {
        WORKING,
        COMMITTING,
        ABANDONED
    }

    private final class Attempt<T> implements Callable<T> {

        private final Work<T> work;
        private final boolean kept;
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WORKING);

        private Attempt(Work<T> work, boolean kept) {
            this.work = work;
            this.kept = kept;
        }

        /// Forbids the commit.
        ///
        /// @return whether that was still possible
        private boolean abandon() {
            return phase.compareAndSet(Phase.WORKING, Phase.ABANDONED);
        }

        @Override
        public T call() throws SQLException {
            return pool.use(this::commit, () -> phase.get() == Phase.WORKING);
        }

        private T commit(Connection connection) throws SQLException {
            if (phase.get() == Phase.ABANDONED) {
                throw new SQLException("the caller no longer waits");
            }
            try {
                T value = work.run(new Transaction(connection, statements));
                if (!phase.compareAndSet(Phase.WORKING, Phase.COMMITTING)) {
                    throw new SQLException("the caller no longer waits");
                }
                if (kept) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return value;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    // A connection that is lost cannot roll back and need not; why it was lost is what matters.
    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
