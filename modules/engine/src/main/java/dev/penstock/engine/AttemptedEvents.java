// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The events of an attempt: held until first content, counted as they pass, and with the attempt
/// ended before the last of them is told.
final class AttemptedEvents implements EventStream {

    // What an event without content takes, roughly, whatever it says.
    private static final int EVENT_BYTES = 64;

    private final EventStream events;
    private final OpenAttempt attempt;
    private final Deque<ChatEvent> held = new ArrayDeque<>();
    private boolean done;
    private volatile boolean closed;

    AttemptedEvents(EventStream events, OpenAttempt attempt) {
        this.events = events;
        this.attempt = attempt;
    }

    /// Waits until first content, or until more than [CallAttempts#HELD_BYTES] came without any.
    ///
    /// @throws FailureException when the attempt ends in a failure before
    void hold() {
        long size = 0;
        while (size <= CallAttempts.HELD_BYTES) {
            ChatEvent event = pull();
            if (event == null) {
                return;
            }
            held.add(event);
            if (event.content()) {
                return;
            }
            size += EVENT_BYTES;
            if (event instanceof ChatEvent.Started started) {
                size += started.id().length() + started.model().length();
            }
        }
        attempt.tally().content();
    }

    @Override
    public @Nullable ChatEvent next() {
        ChatEvent first = closed ? null : held.poll();
        if (first != null || done) {
            return first;
        }
        return pull();
    }

    @Override
    public void close() {
        closed = true;
        attempt.close();
    }

    private @Nullable ChatEvent pull() {
        boolean more = false;
        try {
            ChatEvent event = attempt.next(events::next);
            if (event == null) {
                finish();
            } else {
                attempt.tally().take(event);
                more = true;
            }
            return event;
        } finally {
            done = !more;
        }
    }

    private void finish() {
        if (!attempt.tally().finished()) {
            throw attempt.failed(
                    new FailureException(
                            new Failure.Provider(
                                    Failure.ProviderKind.TRUNCATED,
                                    "the provider's answer ended before it was complete")));
        }
        attempt.complete();
    }
}
