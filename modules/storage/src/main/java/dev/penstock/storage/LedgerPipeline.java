// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.time.Duration;

/// The ledger with the two threads behind it.
///
/// @param ledger what callers use
/// @param journal writes the files
/// @param applier writes the database
record LedgerPipeline(JournaledLedger ledger, Journal journal, LedgerApplier applier) {

    private static final Duration JOURNAL_DEADLINE = Duration.ofSeconds(2);
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(3);

    void start() {
        journal.start();
        applier.start();
    }

    /// Brings everything into the database as far as time allows; the rest waits in the journal for
    /// the next start.
    void stop() {
        ledger.refuseOpenings();
        boolean written = journal.stop(JOURNAL_DEADLINE);
        boolean applied = applier.awaitStop(DATABASE_DEADLINE);
        if (written && applied) {
            applier.removeAllFiles(journal.lastFile());
        } else {
            Log.warning("the ledger did not reach the database in time; the next start brings it");
        }
    }
}
