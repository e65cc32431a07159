// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.EventStream;
import dev.penstock.wire.AnswerReader;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The events of an answer, decoded as its bytes arrive.
final class DecodedAnswer implements EventStream, AnswerBody.Sink {

    private final AnswerBody body;
    private final AnswerReader reader;
    private final Deque<ChatEvent> ready = new ArrayDeque<>();

    DecodedAnswer(AnswerBody body, AnswerReader reader) {
        this.body = body;
        this.reader = reader;
    }

    @Override
    public @Nullable ChatEvent next() {
        while (ready.isEmpty() && !body.over()) {
            body.advance(this);
        }
        return body.closed() ? null : ready.poll();
    }

    @Override
    public void feed(byte[] bytes, int offset, int length) {
        ready.addAll(reader.feed(bytes, offset, length));
    }

    @Override
    public void end() {
        ready.addAll(reader.end());
    }

    @Override
    public void close() {
        body.close();
    }
}
