// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A point in a scripted reply that the test opens, where others would sleep.
///
/// The reply stops at the gate until [#open()]; the test learns by [#awaitArrival(Duration)] that a
/// reply stands there. Safe for any number of threads; once open it stays open.
public final class Gate {
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> arrived = new CompletableFuture<>();

    /// A closed gate.
    public Gate() {}

    /// Lets every reply through, those that wait and those that come later.
    public void open() {
        opened.complete(null);
    }

    /// Waits until a reply has reached the gate.
    ///
    /// @throws AssertionError when none did before the deadline
    public void awaitArrival(Duration deadline) {
        Awaited.value(arrived, deadline, () -> "No reply reached the gate");
    }

    CompletableFuture<Void> reached() {
        arrived.complete(null);
        return opened;
    }
}
