// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A ledger in memory that remembers every opening and closing, wrong ones included.
final class RecordingLedger implements Ledger {

    private final Map<UUID, LedgerEntry.Opened> opened = new ConcurrentHashMap<>();
    private final List<LedgerEntry.Opened> order = new CopyOnWriteArrayList<>();
    private final List<LedgerEntry.Closed> closed = new CopyOnWriteArrayList<>();
    private final List<String> wrongs = new CopyOnWriteArrayList<>();
    volatile boolean down;
    volatile boolean closingFails;
    volatile Runnable whenOpened = () -> {};

    @Override
    public void open(LedgerEntry.Opened row, Durability durability) {
        noteInterrupt("open");
        if (durability != Durability.JOURNALED) {
            wrongs.add("a call without a budget asked for " + durability);
        }
        if (down) {
            throw new FailureException(
                    new Failure.Gateway(
                            Failure.GatewayKind.STORE_UNAVAILABLE, "no ledger", Duration.ZERO));
        }
        if (opened.putIfAbsent(row.attempt(), row) != null) {
            wrongs.add("opened twice: " + row);
        }
        order.add(row);
        whenOpened.run();
    }

    @Override
    public void close(LedgerEntry.Closed row) {
        noteInterrupt("close");
        if (!opened.containsKey(row.attempt())) {
            wrongs.add("closed but never opened: " + row);
        }
        if (closed.stream().anyMatch(c -> c.attempt().equals(row.attempt()))) {
            wrongs.add("closed twice: " + row);
        }
        closed.add(row);
        if (closingFails) {
            throw new IllegalStateException("the disk is full");
        }
    }

    @Override
    public boolean settle(Duration deadline) {
        return true;
    }

    List<LedgerEntry.Opened> opened() {
        return List.copyOf(order);
    }

    List<LedgerEntry.Closed> closed() {
        return List.copyOf(closed);
    }

    /// The one row, closed.
    LedgerEntry.Closed onlyRow() {
        assertBalanced();
        assertThat(closed).hasSize(1);
        return closed.getFirst();
    }

    /// That every row was opened once, closed once, and never by an interrupted thread.
    void assertBalanced() {
        assertThat(wrongs).isEmpty();
        assertThat(closed)
                .extracting(LedgerEntry.Closed::attempt)
                .containsExactlyInAnyOrderElementsOf(opened.keySet());
    }

    private void noteInterrupt(String what) {
        if (Thread.currentThread().isInterrupted()) {
            wrongs.add(what + " by an interrupted thread");
        }
    }
}
