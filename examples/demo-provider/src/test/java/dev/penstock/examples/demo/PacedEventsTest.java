// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PacedEventsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final List<ChatEvent> EVENTS =
            List.of(
                    new ChatEvent.Started("id", "echo"),
                    new ChatEvent.TextDelta("a"),
                    new ChatEvent.TextDelta("b"));

    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final InstantSource clock = time::get;

    private PacedEvents events(Duration pause) {
        return new PacedEvents(EVENTS, pause, clock, NOW.plusSeconds(60));
    }

    @Test
    void beginningDoesNotWait() {
        assertThat(events(LONG).next()).isEqualTo(EVENTS.getFirst());
    }

    @Test
    void eachPieceOfContentWaitsForThePause() {
        PacedEvents events = events(Duration.ofMillis(20));
        events.next();
        long before = System.nanoTime();

        assertThat(events.next()).isEqualTo(EVENTS.get(1));
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void closingFromAnotherThreadReleasesTheReader() throws Exception {
        PacedEvents events = events(LONG);
        events.next();
        CompletableFuture<ChatEvent> read = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> read.complete(events.next()));
        awaitWaiting(reader);

        events.close();
        events.close();

        assertThat(read.get(2, TimeUnit.SECONDS)).isNull();
        assertThat(events.next()).isNull();
    }

    @Test
    void interruptEndsTheWaitAndStaysSet() throws Exception {
        PacedEvents events = events(LONG);
        events.next();
        CompletableFuture<FailureException> thrown = new CompletableFuture<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            FailureException e =
                                    catchThrowableOfType(FailureException.class, events::next);
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                            thrown.complete(e);
                        });
        awaitWaiting(reader);

        reader.interrupt();

        assertThat(thrown.get(2, TimeUnit.SECONDS).failure().code())
                .isEqualTo("upstream_truncated");
        assertThat(events.next()).isNull();
    }

    @Test
    void answerThatTakesTooLongFails() {
        PacedEvents events = events(Duration.ZERO);
        events.next();
        time.set(NOW.plusSeconds(61));

        FailureException late = catchThrowableOfType(FailureException.class, events::next);

        assertThat(late.failure())
                .isEqualTo(
                        new Failure.Provider(
                                Failure.ProviderKind.TIMEOUT, "the answer took too long"));
        assertThat(events.next()).isNull();
    }

    private static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).as("the reader waits in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
