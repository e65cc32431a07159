// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.ProviderConfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lists models: for callers those that their key may use, for operators those of one provider.
final class ModelListing {

    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(10);

    private final CatalogSource source;
    private final ProviderRegistry registry;
    private final OfferedModels offered;
    private final InstantSource clock;

    ModelListing(
            CatalogSource source,
            ProviderRegistry registry,
            OfferedModels offered,
            InstantSource clock) {
        this.clock = clock;
        this.source = source;
        this.registry = registry;
        this.offered = offered;
    }

    List<ListedModel> allowedTo(Caller caller) {
        Catalog catalog = source.current();
        List<ProviderConfiguration> providers =
                catalog.providers(caller.organisation()).stream()
                        .filter(ProviderConfiguration::enabled)
                        .toList();
        Set<String> usable =
                providers.stream().map(ProviderConfiguration::uid).collect(Collectors.toSet());
        providers.forEach(offered::ask);
        Map<String, ListedModel> found = new TreeMap<>();
        for (ConfiguredRoute configured : catalog.routes(caller.organisation())) {
            if (configured.route().targets().stream()
                    .noneMatch(target -> usable.contains(target.provider()))) {
                continue;
            }
            add(
                    found,
                    caller,
                    new ListedModel(
                            configured.route().name(),
                            configured.route().targets().getFirst().provider(),
                            configured.created()));
        }
        for (ProviderConfiguration provider : providers) {
            for (String model : offer(provider)) {
                add(
                        found,
                        caller,
                        new ListedModel(
                                provider.uid() + "/" + model, provider.uid(), provider.created()));
            }
        }
        return List.copyOf(found.values());
    }

    List<String> probe(UUID organisation, String uid) {
        ProviderConfiguration provider =
                source.current()
                        .provider(organisation, uid)
                        .orElseThrow(() -> ProviderRegistry.missing(uid));
        refuseUnusable(uid, registry.problem(organisation, uid));
        return answered(() -> offered.askedNow(provider, PROBE_PATIENCE));
    }

    List<String> probe(ProviderConfiguration candidate) {
        try (ProviderPool pool = registry.candidate(candidate)) {
            refuseUnusable(candidate.uid(), pool.problem(clock.instant()));
            return answered(() -> offered.askedOnce(candidate, pool, PROBE_PATIENCE));
        }
    }

    private static void refuseUnusable(String uid, @Nullable String problem) {
        if (problem != null) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.BAD_REQUEST,
                            "the provider '" + uid + "' cannot be used: " + problem));
        }
    }

    private interface Question {
        OfferedModels.Offer ask() throws InterruptedException;
    }

    private static List<String> answered(Question question) {
        OfferedModels.Offer offer;
        try {
            offer = question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(RunningCalls.STOPPING, e);
        }
        if (offer.failure() != null) {
            throw new FailureException(offer.failure());
        }
        return offer.models() == null ? List.of() : offer.models();
    }

    private List<String> offer(ProviderConfiguration provider) {
        try {
            List<String> models = offered.offer(provider).models();
            return models == null ? List.of() : models;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(RunningCalls.STOPPING, e);
        }
    }

    // A public name hides what it is spelled like, since it is what a call of that name reaches.
    private static void add(Map<String, ListedModel> found, Caller caller, ListedModel model) {
        if (caller.models().allow(model.id())) {
            found.putIfAbsent(model.id(), model);
        }
    }
}
