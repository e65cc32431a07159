// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The one writer of the journal. It writes whatever queued while its last write ran, in one piece,
/// and hands on what is written, in order.
///
/// When a write fails, openings in it fail (their callers have not called anybody yet); closings and
/// marks stay in line and are tried again until they are written.
final class Journal {

    private static final Duration TRY_AGAIN = Duration.ofMillis(200);
    private static final int BATCH_BYTES = 1 << 20;

    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final JournalFileSequence files;
    private final Receiver receiver;
    private final boolean sync;
    private final Thread thread;
    private final Bell bell;

    // Owned by the thread.
    private final Deque<Pending> line = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BATCH_BYTES);
    private boolean failing;

    /// Takes what stands in the journal, on the journal's thread.
    interface Receiver {
        /// Takes an event that stands in the journal.
        ///
        /// @param file the number of the file in which the event stands
        void receive(LedgerEvent event, long file);
    }

    Journal(JournalFileSequence files, Receiver receiver, boolean sync) {
        this.files = files;
        this.receiver = receiver;
        this.sync = sync;
        this.thread = Thread.ofPlatform().daemon().name("penstock-journal").unstarted(this::run);
        this.bell = new Bell(thread);
    }

    void start() {
        thread.start();
    }

    void add(Pending pending) {
        queue.add(pending);
        bell.ring();
    }

    /// Writes what is in line and ends.
    ///
    /// @return whether it has ended in time
    boolean stop(Duration deadline) {
        add(new Pending(new LedgerEvent.Stop()));
        return Waiting.join(thread, deadline);
    }

    /// The number of the file that was written last.
    long lastFile() {
        return files.number();
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            fillLine();
            List<Pending> batch = nextBatch();
            stopped = endsWithStop(batch);
            write(batch);
        }
        bell.silence();
        files.close();
    }

    // While writing fails, the line is tried again in intervals rather than as fast as the disk
    // refuses.
    private void fillLine() {
        if (line.isEmpty()) {
            while (queue.isEmpty() && !Thread.currentThread().isInterrupted()) {
                bell.await();
            }
        } else if (failing) {
            bell.await(TRY_AGAIN);
        }
        if (Thread.interrupted()) {
            // Nobody has a reason to interrupt the store's threads, and a file does not survive it.
            Log.warning("the journal was interrupted and goes on");
        }
        for (Pending next = queue.poll(); next != null; next = queue.poll()) {
            line.add(next);
        }
    }

    private List<Pending> nextBatch() {
        List<Pending> batch = new ArrayList<>();
        int bytes = 0;
        while (!line.isEmpty() && bytes + line.getFirst().frame().length <= BATCH_BYTES) {
            Pending pending = line.removeFirst();
            if (pending.take()) {
                batch.add(pending);
                bytes += pending.frame().length;
            }
        }
        return batch;
    }

    private static boolean endsWithStop(List<Pending> batch) {
        return !batch.isEmpty() && batch.getLast().event() instanceof LedgerEvent.Stop;
    }

    private void write(List<Pending> batch) {
        buffer.clear();
        batch.forEach(pending -> buffer.put(pending.frame()));
        buffer.flip();
        try {
            if (buffer.hasRemaining()) {
                files.append(buffer, sync);
            }
        } catch (IOException | RuntimeException e) {
            fail(batch, e);
            return;
        }
        if (failing) {
            failing = false;
            Log.info("the journal can be written again");
        }
        long file = files.number();
        for (Pending pending : batch) {
            receiver.receive(pending.event(), file);
            pending.written().complete(Pending.Outcome.WRITTEN);
        }
    }

    private void fail(List<Pending> batch, Exception cause) {
        if (!failing) {
            failing = true;
            Log.warning("the journal cannot be written; calls are refused until it can", cause);
        }
        Pending.Outcome outcome =
                cause instanceof UncertainWriteException
                        ? Pending.Outcome.UNCERTAIN
                        : Pending.Outcome.NOT_WRITTEN;
        for (Pending pending : batch.reversed()) {
            if (pending.failsWithWrite()) {
                pending.written().complete(outcome);
            } else {
                line.addFirst(pending);
            }
        }
        if (endsWithStop(batch)) {
            Log.warning("the journal could not be written to its end; the database must do alone");
            line.forEach(pending -> receiver.receive(pending.event(), files.number()));
        }
    }
}
