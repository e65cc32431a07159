// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// An event on its way into the journal.
final class Pending {

    /// What became of an event.
    enum Outcome {
        /// It stands in the journal.
        WRITTEN,
        /// It does not stand there and never will.
        NOT_WRITTEN,
        /// It could neither be written as it should be nor cut off again: it may stand there.
        UNCERTAIN
    }

    private enum Phase {
        WAITING,
        TAKEN,
        WITHDRAWN
    }

    private final LedgerEvent event;
    private final byte[] frame;
    private final CompletableFuture<Outcome> written = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    Pending(LedgerEvent event) {
        this.event = event;
        byte[] payload = LedgerCodec.encode(event);
        this.frame = payload.length == 0 ? payload : JournalFormat.frame(payload);
    }

    LedgerEvent event() {
        return event;
    }

    /// What is written; empty for marks.
    byte[] frame() {
        return frame;
    }

    /// Completed when it is known what became of the event.
    CompletableFuture<Outcome> written() {
        return written;
    }

    /// Whether the event is lost with a failed write: its caller was told, and acts accordingly.
    boolean failsWithWrite() {
        return switch (event) {
            case LedgerEvent.Opening _, LedgerEvent.Commitment _, LedgerEvent.Probe _ -> true;
            case LedgerEvent.Heading _,
                    LedgerEvent.Closing _,
                    LedgerEvent.Mark _,
                    LedgerEvent.Stop _ ->
                    false;
        };
    }

    /// Claims the event for writing.
    ///
    /// @return false when its caller has withdrawn it
    boolean take() {
        return phase.compareAndSet(Phase.WAITING, Phase.TAKEN) || phase.get() == Phase.TAKEN;
    }

    /// Withdraws the event.
    ///
    /// @return false when it may be written already
    boolean withdraw() {
        boolean withdrawn = phase.compareAndSet(Phase.WAITING, Phase.WITHDRAWN);
        if (withdrawn) {
            written.complete(Outcome.NOT_WRITTEN);
        }
        return withdrawn;
    }
}
