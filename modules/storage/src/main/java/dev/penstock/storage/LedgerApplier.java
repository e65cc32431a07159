// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Moves what stands in the journal into the database, in order, on one thread, and removes journal
/// files of which everything has arrived.
///
/// The journal has made the rows safe already, so a batch waits a moment for company unless somebody
/// waits for it: rows that begin and end within that moment cost the database half.
final class LedgerApplier implements Journal.Receiver {

    private static final Duration COMPANY = Duration.ofMillis(500);
    private static final Duration RETRY_FIRST = Duration.ofMillis(50);
    private static final Duration RETRY_LAST = Duration.ofSeconds(1);
    private static final int BATCH = 4000;
    private static final long NO_FILE = Long.MIN_VALUE;

    private final LinkedBlockingDeque<Arrival> queue = new LinkedBlockingDeque<>();
    private final AtomicBoolean urgent = new AtomicBoolean();
    private final Database database;
    private final JournalFolder folder;
    private final LedgerEvent.Heading heading;
    private final Semaphore room;
    private final DatabaseAnswers answers;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean givingUp;

    // Owned by the thread.
    private long oldestFile;
    private boolean complete;

    private record Arrival(LedgerEvent event, long file) {}

    /// An applier.
    ///
    /// @param firstFile the number of the first file that this start writes
    /// @param room gets a permit back for every opened row that has arrived
    /// @param answers hears whether the database takes what is given to it
    LedgerApplier(
            Database database,
            JournalFolder folder,
            long firstFile,
            LedgerEvent.Heading heading,
            Semaphore room,
            DatabaseAnswers answers,
            InstantSource clock) {
        this.database = database;
        this.folder = folder;
        this.oldestFile = firstFile;
        this.heading = heading;
        this.room = room;
        this.answers = answers;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("penstock-ledger").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void receive(LedgerEvent event, long file) {
        // Whoever waits for a commitment is refused within a second, so it does not wait behind
        // what the journal keeps. It stands in no file, and no other event of its row comes before
        // it.
        if (event instanceof LedgerEvent.Commitment) {
            queue.addFirst(new Arrival(event, NO_FILE));
        } else {
            queue.addLast(new Arrival(event, file));
        }
        if (event instanceof LedgerEvent.Mark
                || event instanceof LedgerEvent.Commitment
                || event instanceof LedgerEvent.Stop) {
            hurry();
        }
    }

    /// Waits until the stop that the journal hands on has been reached.
    ///
    /// @return whether everything before it stands in the database
    boolean awaitStop(Duration deadline) {
        if (Waiting.join(thread, deadline)) {
            return complete;
        }
        givingUp = true;
        hurry();
        return Waiting.join(thread, RETRY_LAST) && complete;
    }

    /// Removes what is left of the files, to be called after the stop.
    void removeAllFiles(long last) {
        removeFilesBefore(last + 1);
    }

    private void hurry() {
        urgent.set(true);
        LockSupport.unpark(thread);
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            List<Arrival> arrivals = next();
            stopped = arrivals.stream().anyMatch(a -> a.event() instanceof LedgerEvent.Stop);
            boolean applied = apply(arrivals);
            complete = applied;
            stopped |= !applied;
        }
    }

    private List<Arrival> next() {
        List<Arrival> arrivals = new ArrayList<>();
        try {
            arrivals.add(queue.take());
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt the store's threads.
            return arrivals;
        }
        if (queue.size() < BATCH && !urgent.get()) {
            LockSupport.parkNanos(this, COMPANY.toNanos());
        }
        // Cleared before the queue is emptied: a mark that comes later sets it again.
        urgent.set(false);
        queue.drainTo(arrivals, BATCH - 1);
        return arrivals;
    }

    private boolean apply(List<Arrival> arrivals) {
        if (!applyUntilDone(arrivals)) {
            return false;
        }
        int begun = 0;
        for (Arrival arrival : arrivals) {
            switch (arrival.event()) {
                case LedgerEvent.Opening _ -> begun++;
                // Who is refused gives the room back.
                case LedgerEvent.Commitment commitment -> {
                    if (commitment.agreed().getNow(false)) {
                        begun++;
                    }
                }
                case LedgerEvent.Mark mark -> mark.applied().complete(true);
                case LedgerEvent.Heading _,
                        LedgerEvent.Closing _,
                        LedgerEvent.Probe _,
                        LedgerEvent.Stop _ -> {}
            }
        }
        room.release(begun);
        if (!arrivals.isEmpty()) {
            removeFilesBefore(arrivals.getLast().file());
        }
        return true;
    }

    private boolean applyUntilDone(List<Arrival> arrivals) {
        Refusals refusals = new Refusals(clock);
        Duration pause = RETRY_FIRST;
        boolean again = false;
        boolean failing = false;
        while (true) {
            if (batch(arrivals, refusals).size() == 0) {
                return true;
            }
            try {
                boolean known = again;
                LedgerBatch batch =
                        database.here(
                                transaction -> applied(transaction, arrivals, refusals, known));
                answers.arrived();
                if (failing) {
                    failing = false;
                    Log.info("the ledger reaches the database again");
                }
                if (agreed(batch)) {
                    return true;
                }
                again = true;
            } catch (RefusedMeanwhileException e) {
                // Nothing of the batch stands; at once again without who was refused.
            } catch (SQLException | RuntimeException e) {
                if (!failing) {
                    failing = true;
                    Log.warning("the ledger does not reach the database; the journal keeps it", e);
                }
                answers.failed();
                if (givingUp) {
                    return false;
                }
                LockSupport.parkNanos(this, pause.toNanos());
                pause = longer(pause);
                again = true;
            }
        }
    }

    private LedgerBatch batch(List<Arrival> arrivals, Refusals refusals) {
        LedgerBatch batch = new LedgerBatch(heading, refusals);
        arrivals.forEach(arrival -> batch.add(arrival.event()));
        return batch;
    }

    // Who waits is looked at as late as possible: a connection or a lock may have been waited for.
    private LedgerBatch applied(
            Transaction transaction, List<Arrival> arrivals, Refusals refusals, boolean known)
            throws SQLException {
        LedgerBatch batch = batch(arrivals, refusals);
        var _ = batch.apply(transaction, known);
        if (batch.committed().values().stream().anyMatch(c -> !c.agreed().getNow(true))) {
            throw new RefusedMeanwhileException();
        }
        refusals.tried(batch.committed().keySet());
        return batch;
    }

    // Whoever was refused while the database committed has left a row that must be released.
    private static boolean agreed(LedgerBatch batch) {
        boolean all = true;
        for (LedgerEvent.Commitment commitment : batch.committed().values()) {
            all &= commitment.agreed().complete(true) || commitment.agreed().join();
        }
        return all;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(RETRY_LAST) < 0 ? twice : RETRY_LAST;
    }

    private void removeFilesBefore(long file) {
        if (file <= oldestFile) {
            return;
        }
        try {
            var _ =
                    database.here(transaction ->
                            transaction.change("ledger.checkpoint", Parameters.none()));
            while (oldestFile < file) {
                folder.remove(oldestFile);
                oldestFile++;
            }
        } catch (SQLException | IOException | RuntimeException e) {
            Log.warning("journal files that are no longer needed could not be removed", e);
        }
    }
}
