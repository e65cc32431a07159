// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.state.ProviderConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The list of models of one provider. While a new one is on its way, or cannot be had, the last one
/// stands.
final class ModelList {

    private final ProviderConfiguration provider;
    private final Supplier<List<String>> source;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private OfferedModels.Offer known = new OfferedModels.Offer(null, null);
    private @Nullable Instant asked;
    private boolean doubted;
    private @Nullable Question running;

    /// A question on its way to the provider.
    private record Question(
            CompletableFuture<OfferedModels.Offer> answer, Thread thread, long begunNanos) {}

    ModelList(ProviderConfiguration provider, Supplier<List<String>> source, InstantSource clock) {
        this.provider = provider;
        this.source = source;
        this.clock = clock;
    }

    ProviderConfiguration provider() {
        return provider;
    }

    void ask() {
        pending(false);
    }

    OfferedModels.Offer offer() throws InterruptedException {
        return awaited(pending(false), OfferedModels.PATIENCE);
    }

    OfferedModels.Offer askedNow(Duration patience) throws InterruptedException {
        return awaited(pending(true), patience);
    }

    void doubt() {
        lock.lock();
        try {
            doubted = true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends a question that is on its way.
    ///
    /// @return the thread that asks, or null when none does
    @Nullable Thread interrupt() {
        lock.lock();
        try {
            if (running == null) {
                return null;
            }
            running.thread().interrupt();
            return running.thread();
        } finally {
            lock.unlock();
        }
    }

    // Null when what is known is fresh enough.
    private @Nullable Question pending(boolean now) {
        lock.lock();
        try {
            if (running == null && (now || due())) {
                CompletableFuture<OfferedModels.Offer> answer = new CompletableFuture<>();
                Thread thread =
                        Thread.ofVirtual()
                                .name("models of " + provider.uid())
                                .unstarted(() -> fetch(answer));
                running = new Question(answer, thread, System.nanoTime());
                thread.start();
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    private boolean due() {
        if (asked == null) {
            return true;
        }
        boolean sound = known.failure() == null && !doubted;
        Duration life = sound ? OfferedModels.FRESH : OfferedModels.PAUSE;
        return !clock.instant().isBefore(asked.plus(life));
    }

    private void fetch(CompletableFuture<OfferedModels.Offer> answer) {
        List<String> models = null;
        Failure failure = null;
        try {
            models = source.get();
        } catch (FailureException e) {
            failure = e.failure();
        }
        lock.lock();
        try {
            known = new OfferedModels.Offer(models == null ? known.models() : models, failure);
            asked = clock.instant();
            doubted = false;
            running = null;
            answer.complete(known);
        } finally {
            lock.unlock();
        }
    }

    private OfferedModels.Offer awaited(@Nullable Question question, Duration patience)
            throws InterruptedException {
        if (question == null) {
            return last();
        }
        // Patience counts from the question, so a provider that hangs delays nobody twice.
        long left = question.begunNanos() + patience.toNanos() - System.nanoTime();
        try {
            return question.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new OfferedModels.Offer(
                    last().models(),
                    new Failure.Provider(
                            Failure.ProviderKind.TIMEOUT,
                            "the provider did not name its models in time"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the answer is only ever completed normally", e);
        }
    }

    private OfferedModels.Offer last() {
        lock.lock();
        try {
            return known;
        } finally {
            lock.unlock();
        }
    }
}
