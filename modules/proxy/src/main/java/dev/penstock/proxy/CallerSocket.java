// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ServerConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The reading side of a caller's connection. The server reads through it; while a call is being
/// answered, a thread may read ahead, and what it finds is what the server reads next. So a caller
/// who leaves is noticed while nothing is written, and a body has a deadline, although a socket read
/// has none and must not be interrupted, which would close the connection.
///
/// At most one thread is in the socket: the server's own, or the one that reads ahead.
final class CallerSocket implements Supplier<byte @Nullable []> {

    /// The body did not arrive in time. Without a stack: it is a message between two methods.
    static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("the caller is too slow", null, false, false);
        }
    }

    private static final int AHEAD = 64 * 1024;

    private final DataReader socket;
    private final BlockedThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> ahead = new ArrayDeque<>();
    private int aheadBytes;
    private boolean reading;
    private boolean ended;
    private @Nullable RuntimeException broken;
    private boolean timed;
    private long deadline;
    private @Nullable Runnable onGone;

    CallerSocket(DataReader socket, BlockedThreads threads) {
        this.threads = threads;
        this.socket = socket;
    }

    /// Sets by when the reads to come must be served.
    void deadline(Duration fromNow) {
        lock.lock();
        try {
            timed = true;
            deadline = System.nanoTime() + fromNow.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the deadline away.
    void noDeadline() {
        lock.lock();
        try {
            timed = false;
        } finally {
            lock.unlock();
        }
    }

    /// Begins to look for the end of the caller's stream. Harmless when already looking.
    ///
    /// @param gone run once, on a thread of its own, when the caller has gone
    void watch(Runnable gone) {
        lock.lock();
        try {
            if (ended || broken != null) {
                Thread.startVirtualThread(gone);
                return;
            }
            onGone = gone;
            if (!reading && aheadBytes < AHEAD) {
                readAhead();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the watch. A read that is under way goes on and serves the server's next one.
    void unwatch() {
        lock.lock();
        try {
            onGone = null;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for bytes of the caller.
    ///
    /// @return what came, or null at the end of the stream
    /// @throws TooSlow after the deadline, if one is set
    @Override
    @SuppressWarnings("ReturnsNullCollection") // The server's contract: null is the end.
    public byte @Nullable [] get() {
        lock.lock();
        try {
            if (!ahead.isEmpty() || reading || timed || ended || broken != null) {
                return fromAhead();
            }
            reading = true;
        } finally {
            lock.unlock();
        }
        byte[] bytes = null;
        try {
            bytes = read();
            return bytes;
        } finally {
            directReadDone(bytes == null);
        }
    }

    private void directReadDone(boolean atEnd) {
        lock.lock();
        try {
            reading = false;
            ended = atEnd;
        } finally {
            lock.unlock();
        }
    }

    /// Reads and drops what the caller still sends, so that closing does not destroy the answer on
    /// its way (RFC 9112, section 9.6). Ends when nothing comes for the time of `silence`, at the
    /// end of the stream, or after `limit`.
    void drain(Duration silence, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            long left = limit.toNanos();
            while (left > 0) {
                deadline(Duration.ofNanos(Math.min(left, silence.toNanos())));
                if (get() == null) {
                    return;
                }
                left = end - System.nanoTime();
            }
        } catch (TooSlow | ServerConnectionException _) {
            // Silent or gone: either way there is nothing left to wait for.
        }
    }

    private byte @Nullable [] fromAhead() {
        while (true) {
            byte[] next = ahead.poll();
            if (next != null) {
                aheadBytes -= next.length;
                return next;
            }
            if (broken != null) {
                throw broken;
            }
            if (ended) {
                return null;
            }
            if (!reading) {
                readAhead();
            }
            await();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // Its caller loops.
    private void await() {
        try {
            if (!timed) {
                changed.await();
                return;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || changed.awaitNanos(left) <= 0) {
                throw new TooSlow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("the connection is being closed", e);
        }
    }

    private void readAhead() {
        reading = true;
        Thread.ofVirtual().name("penstock-read-ahead").start(this::pump);
    }

    private void pump() {
        while (true) {
            byte[] bytes = null;
            RuntimeException failure = null;
            try {
                bytes = read();
            } catch (RuntimeException e) {
                failure = e;
            }
            Runnable gone = null;
            lock.lock();
            try {
                if (bytes != null) {
                    ahead.add(bytes);
                    aheadBytes += bytes.length;
                } else {
                    ended = failure == null;
                    broken = failure;
                    gone = onGone;
                    onGone = null;
                }
                boolean more = bytes != null && aheadBytes < AHEAD && (timed || onGone != null);
                reading = more;
                changed.signalAll();
                if (more) {
                    continue;
                }
            } finally {
                lock.unlock();
            }
            if (gone != null) {
                gone.run();
            }
            return;
        }
    }

    private byte @Nullable [] read() {
        if (socket.available() == 0) {
            threads.enter();
            try {
                socket.pullData();
            } catch (DataReader.InsufficientDataAvailableException _) {
                return null;
            } finally {
                threads.leave();
            }
        }
        return socket.readBytes(socket.available());
    }
}
