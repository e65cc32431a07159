// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.EmbeddingAnswer;
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

    /// Vectors, to be encoded in the caller's format. Its row is closed already.
    ///
    /// @param facts what is known of it
    /// @param vectors one for each input
    record Embedded(AnswerFacts facts, EmbeddingAnswer vectors) implements Answer {
        @Override
        public void close() {}
    }

    /// How many tokens a conversation takes. Its row, if there is one, is closed already.
    ///
    /// @param facts what is known of it
    /// @param tokens the count
    /// @param estimated whether the gateway has estimated it, because the provider has no counter
    record Counted(AnswerFacts facts, long tokens, boolean estimated) implements Answer {
        @Override
        public void close() {}
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
