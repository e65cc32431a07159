// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.LedgerEntry;
import java.time.Duration;

/// One row for every attempt at a provider, opened before the call, closed exactly once.
public interface Ledger {

    /// Opens a row. Returns when it survives the death of the process.
    ///
    /// @throws dev.penstock.inference.FailureException of kind STORE_UNAVAILABLE when it cannot be
    ///     written; the provider must then not be called
    void open(LedgerEntry.Opened row);

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
