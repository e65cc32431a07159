// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What the peer sends, read ahead by a thread of its own, so that the end of the connection is seen
/// while nobody wants a byte.
///
/// While a request is read the read-ahead stops at a bound (the peer feels slow reading); while an
/// answer is written it does not, because the end stands behind the bytes.
final class SocketInput {
    private static final int BOUND = 32 * 1024;
    private static final long READ_DEADLINE_SECONDS = 60;

    private final InputStream in;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private byte[] buffer = new byte[BOUND];
    private int from;
    private int to;
    private boolean bounded = true;

    SocketInput(InputStream in) {
        this.in = in;
    }

    /// Completed when the peer sends nothing more or is gone.
    CompletableFuture<Void> ended() {
        return ended;
    }

    /// Reads ahead until the end; the body of the connection's second thread.
    void pump() {
        byte[] chunk = new byte[8192];
        try {
            while (true) {
                awaitRoom();
                int read = in.read(chunk);
                if (read < 0) {
                    return;
                }
                append(chunk, read);
            }
        } catch (IOException gone) {
            // The peer has reset the connection, or we closed it: both end what can be read.
        } finally {
            lock.lock();
            try {
                ended.complete(null);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Whether the read-ahead stops at the bound.
    void bounded(boolean wanted) {
        lock.lock();
        try {
            bounded = wanted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The next byte, or -1 at the end.
    int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// At least one byte and at most `length`, or -1 at the end.
    int read(byte[] target, int length) throws IOException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(READ_DEADLINE_SECONDS);
            while (from == to) {
                if (ended.isDone()) {
                    return -1;
                }
                if (left <= 0) {
                    throw new IOException("The peer sent nothing for a minute");
                }
                left = changed.awaitNanos(left);
            }
            int count = Math.min(length, to - from);
            System.arraycopy(buffer, from, target, 0, count);
            from += count;
            changed.signalAll();
            return count;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while reading", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() throws IOException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(READ_DEADLINE_SECONDS);
            while (bounded && to - from >= BOUND) {
                if (left <= 0) {
                    throw new IOException("Nobody read for a minute");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for room", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] chunk, int count) {
        lock.lock();
        try {
            int held = to - from;
            byte[] room = held + count <= buffer.length ? buffer : new byte[2 * (held + count)];
            System.arraycopy(buffer, from, room, 0, held);
            System.arraycopy(chunk, 0, room, held, count);
            buffer = room;
            from = 0;
            to = held + count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
