// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// What an upstream was asked, in the order in which the requests were complete. Safe for any number
/// of threads.
public final class Journal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Exchange> exchanges = new ArrayList<>();
    private int accepted;
    private int open;

    Journal() {}

    /// All exchanges until now.
    public List<Exchange> exchanges() {
        lock.lock();
        try {
            return List.copyOf(exchanges);
        } finally {
            lock.unlock();
        }
    }

    /// All requests until now.
    public List<RecordedRequest> requests() {
        return exchanges().stream().map(Exchange::request).toList();
    }

    /// The only exchange there was.
    ///
    /// @throws AssertionError when there was none or more than one
    public Exchange only() {
        List<Exchange> all = exchanges();
        if (all.size() != 1) {
            throw new AssertionError("Expected exactly one request but there are " + all);
        }
        return all.getFirst();
    }

    /// The newest exchange.
    ///
    /// @throws AssertionError when there was none
    public Exchange last() {
        List<Exchange> all = exchanges();
        if (all.isEmpty()) {
            throw new AssertionError("Expected a request but there was none");
        }
        return all.getLast();
    }

    /// How many connections were accepted until now.
    public int connectionsAccepted() {
        lock.lock();
        try {
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    /// How many connections are open now.
    public int connectionsOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until that many requests are recorded.
    ///
    /// @return the exchange with that number, counted from 1
    /// @throws AssertionError when the deadline passes first
    public Exchange await(int number, Duration deadline) {
        await(() -> exchanges.size() >= number, deadline, "request number " + number);
        return exchanges().get(number - 1);
    }

    /// Waits for a request like that.
    ///
    /// @return the first exchange whose request fits
    /// @throws AssertionError when the deadline passes first
    public Exchange await(Predicate<RecordedRequest> like, Duration deadline) {
        await(
                () -> exchanges.stream().anyMatch(e -> like.test(e.request())),
                deadline,
                "a request of the wanted kind");
        return exchanges().stream().filter(e -> like.test(e.request())).findFirst().orElseThrow();
    }

    /// Waits until no connection is open.
    ///
    /// @throws AssertionError when the deadline passes first
    public void awaitNoConnection(Duration deadline) {
        await(() -> open == 0, deadline, "the end of all connections");
    }

    /// Waits until that many connections have been accepted in all.
    ///
    /// @throws AssertionError when the deadline passes first
    public void awaitConnections(int number, Duration deadline) {
        await(() -> accepted >= number, deadline, "connection number " + number);
    }

    void add(Exchange exchange) {
        change(() -> exchanges.add(exchange));
    }

    int connectionOpened() {
        lock.lock();
        try {
            open++;
            accepted++;
            changed.signalAll();
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    void connectionClosed() {
        change(() -> open--);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier reached, Duration deadline, String what) {
        lock.lock();
        try {
            long left = deadline.toNanos();
            while (!reached.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError(
                            ("No sign of %s within %s; %d connections open, %d accepted,"
                                            + " requests: %s")
                                    .formatted(what, deadline, open, accepted, exchanges));
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + what, interrupted);
        } finally {
            lock.unlock();
        }
    }
}
