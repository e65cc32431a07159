// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// What passes through the journal on its way to the database, in one order.
sealed interface LedgerEvent {

    /// A row begins.
    record Opening(LedgerEntry.Opened row) implements LedgerEvent {}

    /// A row begins in the database or not at all.
    ///
    /// @param agreed completed once: with true by the database's commit, or with false by whoever no longer
    ///     waits for it
    record Commitment(LedgerEntry.Opened row, CompletableFuture<Boolean> agreed)
            implements LedgerEvent {}

    /// A row ends.
    record Closing(LedgerEntry.Closed row) implements LedgerEvent {}

    /// First in every file: whose rows follow.
    record Heading(String replica, UUID boot) implements LedgerEvent {}

    /// Nothing; written to see whether writing works.
    record Probe() implements LedgerEvent {}

    /// Not written: completed when all before it stands in the database.
    record Mark(CompletableFuture<Boolean> applied) implements LedgerEvent {}

    /// Not written: the last of all.
    record Stop() implements LedgerEvent {}
}
