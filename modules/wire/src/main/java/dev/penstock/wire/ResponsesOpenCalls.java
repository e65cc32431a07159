// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Puts tool calls that a provider writes at the same time one behind the other. The first streams as
/// it comes; each next one waits until the arguments before it are whole.
final class ResponsesOpenCalls {

    private final Consumer<ChatEvent.ToolCallStarted> opens;
    private final Consumer<String> writes;
    private final Deque<Waiting> queue = new ArrayDeque<>();

    /// @param opens begins the item of a call
    /// @param writes adds to the arguments of the call opened last
    ResponsesOpenCalls(Consumer<ChatEvent.ToolCallStarted> opens, Consumer<String> writes) {
        this.opens = opens;
        this.writes = writes;
    }

    /// Takes the beginning of a call.
    void start(ChatEvent.ToolCallStarted started) {
        queue.add(new Waiting(started));
        if (queue.size() == 1) {
            opens.accept(started);
        } else {
            advance();
        }
    }

    /// Takes a piece of a call's arguments.
    void delta(ChatEvent.ToolCallDelta delta) {
        Waiting head = queue.peek();
        if (head != null && head.started.index() == delta.index()) {
            head.extent.feed(delta.fragment());
            writes.accept(delta.fragment());
            advance();
            return;
        }
        for (Waiting waiting : queue) {
            if (waiting.started.index() == delta.index()) {
                waiting.extent.feed(delta.fragment());
                waiting.kept.append(delta.fragment());
            }
        }
    }

    /// Lets all calls have their turn.
    void flush() {
        while (queue.size() > 1) {
            next();
        }
        queue.clear();
    }

    private void advance() {
        while (queue.size() > 1 && queue.element().extent.complete()) {
            next();
        }
    }

    private void next() {
        queue.remove();
        Waiting head = queue.element();
        opens.accept(head.started);
        writes.accept(head.kept.toString());
    }

    private static final class Waiting {
        private final ChatEvent.ToolCallStarted started;
        private final JsonExtent extent = new JsonExtent();
        private final StringBuilder kept = new StringBuilder();

        Waiting(ChatEvent.ToolCallStarted started) {
            this.started = started;
        }
    }
}
