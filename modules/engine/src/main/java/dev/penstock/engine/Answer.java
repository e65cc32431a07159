// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.EventStream;
import dev.penstock.spi.RelayStream;

/// An answer whose first content is there. Closing it, from any thread, ends it; the ledger row is
/// closed by the end of the stream, its failure or its closing, whichever comes first.
public sealed interface Answer extends AutoCloseable {

    /// What is known of it.
    AnswerFacts facts();

    @Override
    void close();

    /// An answer in the caller's own format: its bytes go on as they come.
    ///
    /// @param facts what is known of it
    /// @param stream the bytes, beginning with those that were held until first content
    record Relayed(AnswerFacts facts, RelayStream stream) implements Answer {
        @Override
        public void close() {
            stream.close();
        }
    }

    /// An answer in words, to be encoded in the caller's format.
    ///
    /// @param facts what is known of it
    /// @param events all events, from the first on
    record Translated(AnswerFacts facts, EventStream events) implements Answer {
        @Override
        public void close() {
            events.close();
        }
    }
}
