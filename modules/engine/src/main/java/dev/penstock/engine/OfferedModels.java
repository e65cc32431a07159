// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.state.Catalog;
import dev.penstock.state.ProviderConfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What providers offer, remembered for five minutes. Each provider is asked by one thread at a time,
/// whoever and however many wait for it.
final class OfferedModels implements AutoCloseable {

    /// How long anybody waits for a list.
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /// How long a list is believed.
    static final Duration FRESH = Duration.ofMinutes(5);

    /// How long a provider is left alone after it was asked in vain, or named a model that it then
    /// did not know.
    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    /// What is known of a provider's list.
    ///
    /// @param models the newest list, or null when there never was one
    /// @param failure why the last question was in vain, or null when it was answered
    record Offer(@Nullable List<String> models, @Nullable Failure failure) {}

    private final ProviderRegistry registry;
    private final InstantSource clock;
    private final ConcurrentMap<UUID, ModelList> lists = new ConcurrentHashMap<>();

    OfferedModels(ProviderRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /// Begins to ask, when nothing fresh is known; does not wait.
    void ask(ProviderConfiguration provider) {
        list(provider).ask();
    }

    /// What a provider offers; waits for [#PATIENCE] at most.
    Offer offer(ProviderConfiguration provider) throws InterruptedException {
        return list(provider).offer();
    }

    /// Asks a provider now, whatever is known; waits for `patience` at most.
    Offer askedNow(ProviderConfiguration provider, Duration patience) throws InterruptedException {
        return list(provider).askedNow(patience);
    }

    /// Asks a provider that is not of the catalogue, once; waits for `patience` at most and then ends the
    /// question.
    Offer askedOnce(ProviderConfiguration provider, ProviderPool pool, Duration patience)
            throws InterruptedException {
        ModelList once = new ModelList(provider, () -> fetch(provider, pool), clock);
        try {
            return once.askedNow(patience);
        } finally {
            Thread asking = once.interrupt();
            if (asking != null) {
                asking.join(CLOSE_PATIENCE);
            }
        }
    }

    /// Whether a provider offers a model; assumed when its list cannot be had.
    ///
    /// @throws FailureException when the call is ended from outside meanwhile
    boolean offers(ProviderConfiguration provider, String model, CallControl control) {
        try {
            Offer offer = control.waiting(() -> offer(provider));
            return offer.models() == null || offer.models().contains(model);
        } catch (InterruptedException e) {
            Failure reason = control.reason();
            if (reason == null) {
                Thread.currentThread().interrupt();
                reason = RunningCalls.STOPPING;
            }
            throw new FailureException(reason, e);
        }
    }

    /// Remembers that a provider did not know a model, so that its list is asked for again.
    void doubt(ProviderConfiguration provider) {
        list(provider).doubt();
    }

    /// Forgets the providers that are no longer configured.
    void keepOnly(Catalog catalog) {
        lists.keySet()
                .retainAll(
                        catalog.providers().stream()
                                .map(ProviderConfiguration::id)
                                .collect(Collectors.toSet()));
    }

    /// Ends the questions that are on their way, and waits a moment for them to have ended.
    @Override
    public void close() {
        List<Thread> asking =
                lists.values().stream().map(ModelList::interrupt).filter(Objects::nonNull).toList();
        long end = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        try {
            for (Thread thread : asking) {
                thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ModelList list(ProviderConfiguration provider) {
        return lists.compute(
                provider.id(),
                (_, known) ->
                        known != null && known.provider().equals(provider)
                                ? known
                                : new ModelList(provider, () -> fetch(provider), clock));
    }

    private List<String> fetch(ProviderConfiguration provider) {
        return models(registry.lease(provider.organisation(), provider.uid()), provider);
    }

    private List<String> fetch(ProviderConfiguration provider, ProviderPool pool) {
        ProviderLease lease = pool.lease(clock.instant());
        if (lease == null) {
            throw new FailureException(RunningCalls.STOPPING);
        }
        return models(lease, provider);
    }

    private static List<String> models(ProviderLease lease, ProviderConfiguration provider) {
        try (lease) {
            return List.copyOf(lease.provider().models());
        } catch (Throwable e) {
            throw Defects.ofProvider(provider.uid(), e);
        }
    }
}
