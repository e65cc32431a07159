// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import dev.penstock.state.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Calls that begin at a steady rate, whatever becomes of those before, and end a moment later.
final class LedgerLoad implements AutoCloseable {

    private static final int PER_SECOND = 200;
    private static final int AT_ONCE = 2_000;
    private static final Duration LASTS = Duration.ofMillis(100);

    private final Store store;
    private final UUID organisation;
    private final Ledger.Durability durability;
    private final Set<UUID> done = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final Semaphore running = new Semaphore(AT_ONCE);
    private final Thread clock;
    private volatile boolean stopped;

    LedgerLoad(Store store, UUID organisation, Ledger.Durability durability) {
        this.store = store;
        this.organisation = organisation;
        this.durability = durability;
        this.clock = Thread.ofPlatform().daemon().name("load").start(this::run);
    }

    private void run() {
        long start = System.nanoTime();
        for (int i = 0; !stopped; i++) {
            long due = start + i * (1_000_000_000L / PER_SECOND);
            while (due > System.nanoTime()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            if (running.tryAcquire()) {
                Thread.startVirtualThread(this::call);
            }
        }
    }

    private void call() {
        LedgerEntry.Opened row = Rows.opened(organisation);
        long start = System.nanoTime();
        begun.incrementAndGet();
        try {
            store.ledger().open(row, durability);
            note(start);
            LockSupport.parkNanos(LASTS.toNanos());
            store.ledger().close(Rows.settled(row));
            done.add(row.attempt());
        } catch (FailureException e) {
            note(start);
            refused.incrementAndGet();
        } finally {
            running.release();
        }
    }

    private void note(long start) {
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    /// The attempts that were opened and closed.
    Set<UUID> done() {
        return done;
    }

    int begun() {
        return begun.get();
    }

    int refused() {
        return refused.get();
    }

    /// The longest time that an opening took, refused ones included.
    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    @Override
    public void close() {
        end();
    }

    /// Begins no more calls and waits for those that run.
    void end() {
        stopped = true;
        assertThat(Waiting.join(clock, Duration.ofSeconds(5))).isTrue();
        Eventually.holds(Duration.ofSeconds(20), () -> running.availablePermits() == AT_ONCE);
    }

    /// That every call that was made has one row, and the sums say the same.
    void assertExact(int others) {
        assertThat(store.ledger().settle(Duration.ofSeconds(60))).isTrue();
        List<LedgerEntry> rows = new ArrayList<>();
        List<LedgerEntry> page = store.calls().recent(organisation, null, 500);
        while (!page.isEmpty()) {
            rows.addAll(page);
            page = store.calls().recent(organisation, page.getLast().opened().attempt(), 500);
        }
        assertThat(rows).hasSize(done.size() + others);
        assertThat(rows)
                .extracting(row -> row.opened().attempt())
                .doesNotHaveDuplicates()
                .containsAll(done);
        assertThat(rows).allMatch(row -> row.state() == LedgerEntry.State.SETTLED);
    }
}
