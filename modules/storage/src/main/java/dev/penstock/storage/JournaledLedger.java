// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The ledger as callers see it: journal first, database soon after.
final class JournaledLedger implements Ledger {

    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Journal journal;
    private final Semaphore room;
    private final DatabaseAnswers answers;
    private final InstantSource clock;
    private volatile boolean closed;

    /// A ledger.
    ///
    /// @param room one permit per opened row that does not stand in the database yet
    /// @param answers whether an opening also waits for the database
    JournaledLedger(Journal journal, Semaphore room, DatabaseAnswers answers, InstantSource clock) {
        this.journal = journal;
        this.room = room;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public void open(LedgerEntry.Opened row, Durability durability) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        boolean committed = durability == Durability.COMMITTED && answers.shared();
        if (closed || (committed && answers.failing()) || !acquireRoom(end)) {
            throw unavailable(null);
        }
        if (committed) {
            commit(StoredText.bounded(row), end);
        } else {
            journal(StoredText.bounded(row), end);
        }
    }

    private void journal(LedgerEntry.Opened row, long end) {
        Pending pending = new Pending(new LedgerEvent.Opening(row));
        var _ = pending.written().thenAccept(this::afterOpening);
        journal.add(pending);
        CompletableFuture<Boolean> applied = markIfAwaited();
        Pending.Outcome outcome = outcome(pending, end);
        if (outcome != Pending.Outcome.WRITTEN) {
            if (outcome == Pending.Outcome.UNCERTAIN) {
                close(Refusals.released(row, clock));
            }
            throw unavailable(null);
        }
        if (applied != null) {
            awaitDatabase(applied, end);
        }
    }

    // Nothing of the row stands in the journal, so that a refusal leaves nothing behind.
    private void commit(LedgerEntry.Opened row, long end) {
        CompletableFuture<Boolean> agreed = new CompletableFuture<>();
        Pending pending = new Pending(new LedgerEvent.Commitment(row, agreed));
        var _ =
                pending.written()
                        .thenAccept(outcome -> {
                            if (outcome != Pending.Outcome.WRITTEN) {
                                agreed.complete(false);
                            }
                        });
        journal.add(pending);
        try {
            var _ = Waiting.waitFor(agreed, left(end));
        } catch (TimeoutException | ExecutionException e) {
            // The one that completes it first decides for both sides.
            if (agreed.complete(false)) {
                answers.late();
            }
        }
        if (!agreed.join()) {
            room.release();
            throw unavailable(null);
        }
    }

    @Override
    public void close(LedgerEntry.Closed row) {
        if (row.state() == LedgerEntry.State.OPEN) {
            throw new IllegalArgumentException(
                    "attempt "
                            + row.attempt()
                            + " is closed as OPEN but must be settled or released");
        }
        Pending pending = new Pending(new LedgerEvent.Closing(StoredText.bounded(row)));
        journal.add(pending);
        try {
            Patience.waitFor(pending.written(), System.nanoTime() + DEADLINE.toNanos());
        } catch (TimeoutException e) {
            Log.warning("a closed call waits to be written into the journal");
        } catch (ExecutionException e) {
            throw unavailable(e);
        }
    }

    @Override
    public boolean settle(Duration deadline) {
        CompletableFuture<Boolean> applied = mark();
        try {
            return Waiting.waitFor(applied, deadline);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /// Whether a record can be written now.
    boolean writable(Duration deadline) {
        Pending probe = new Pending(new LedgerEvent.Probe());
        journal.add(probe);
        try {
            return Waiting.waitFor(probe.written(), deadline) == Pending.Outcome.WRITTEN;
        } catch (TimeoutException | ExecutionException e) {
            probe.withdraw();
            return false;
        }
    }

    /// Refuses new rows from now on; open ones can still be closed.
    void refuseOpenings() {
        closed = true;
    }

    private CompletableFuture<Boolean> mark() {
        CompletableFuture<Boolean> applied = new CompletableFuture<>();
        journal.add(new Pending(new LedgerEvent.Mark(applied)));
        return applied;
    }

    // In line right behind the opening, so that the database hears of both at once.
    private @Nullable CompletableFuture<Boolean> markIfAwaited() {
        return answers.worthWaiting() ? mark() : null;
    }

    // A database that is late costs the first callers a second and those after them nothing; the
    // journal has the row either way.
    private void awaitDatabase(CompletableFuture<Boolean> applied, long end) {
        try {
            var _ = Waiting.waitFor(applied, left(end));
        } catch (TimeoutException | ExecutionException e) {
            answers.late();
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static Pending.Outcome outcome(Pending pending, long end) {
        try {
            return Patience.waitFor(pending.written(), end);
        } catch (TimeoutException e) {
            return pending.withdraw() ? Pending.Outcome.NOT_WRITTEN : Pending.Outcome.UNCERTAIN;
        } catch (ExecutionException e) {
            return Pending.Outcome.UNCERTAIN;
        }
    }

    // A row that was not written takes no room; one that was gives it back when the database has
    // it.
    private void afterOpening(Pending.Outcome outcome) {
        if (outcome != Pending.Outcome.WRITTEN) {
            room.release();
        }
    }

    private boolean acquireRoom(long end) {
        if (room.tryAcquire()) {
            return true;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return room.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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

    private static FailureException unavailable(@Nullable Throwable cause) {
        Failure failure =
                new Failure.Gateway(
                        Failure.GatewayKind.STORE_UNAVAILABLE,
                        "the ledger cannot be written now; try again",
                        RETRY_AFTER);
        return cause == null ? new FailureException(failure) : new FailureException(failure, cause);
    }
}
