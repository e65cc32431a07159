// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.LedgerEntry;
import java.time.Duration;

/// One row for every attempt at a provider, opened before the call, closed exactly once.
public interface Ledger {

    /// What an opened row must outlive before its call goes on.
    enum Durability {
        /// The death of this process. A database that several gateways share is given a moment to take
        /// the row too; while it does not answer, the journal of this gateway alone will do, up to a
        /// bound. For calls that no budget limits.
        JOURNALED,
        /// The loss of this gateway with its disk: the row is committed in the database that all
        /// gateways share, and while that does not answer, none is opened. For calls whose spending is
        /// limited. Where no other gateway can share the database this is the same as [#JOURNALED].
        COMMITTED
    }

    /// Opens a row. Returns or throws within about a second.
    ///
    /// @param durability what the row has outlived when this returns
    /// @throws dev.penstock.inference.FailureException of kind STORE_UNAVAILABLE when it cannot be
    ///     written so; the provider must then not be called, and the row does not count
    void open(LedgerEntry.Opened row, Durability durability);

    /// Closes a row. Returns when it survives the death of the process, or at the latest after a
    /// second: what could not be written is kept and tried again, and never lost while the process
    /// lives. Closing a row that is closed changes nothing.
    void close(LedgerEntry.Closed row);

    /// Waits until everything that was opened and closed before stands in the database.
    ///
    /// @param deadline how long to wait at most
    /// @return whether it does
    boolean settle(Duration deadline);
}
