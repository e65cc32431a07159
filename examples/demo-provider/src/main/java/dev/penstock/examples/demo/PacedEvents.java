// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Events handed out one by one with a pause before each piece of content.
final class PacedEvents implements EventStream {

    private final Iterator<ChatEvent> events;
    private final Duration pause;
    private final InstantSource clock;
    private final Instant deadline;
    private final CountDownLatch closed = new CountDownLatch(1);

    PacedEvents(List<ChatEvent> events, Duration pause, InstantSource clock, Instant deadline) {
        this.events = events.iterator();
        this.pause = pause;
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    public @Nullable ChatEvent next() {
        if (!events.hasNext() || closed.getCount() == 0) {
            return null;
        }
        if (clock.instant().isAfter(deadline)) {
            close();
            throw failure(Failure.ProviderKind.TIMEOUT, "the answer took too long");
        }
        ChatEvent event = events.next();
        return event.content() && closedWithinPause() ? null : event;
    }

    /// Waits on the latch instead of sleeping, so that [#close] from another thread ends the wait.
    private boolean closedWithinPause() {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            close();
            throw failure(Failure.ProviderKind.TRUNCATED, "waiting for the answer was interrupted");
        }
    }

    private static FailureException failure(Failure.ProviderKind kind, String message) {
        return new FailureException(new Failure.Provider(kind, message));
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
