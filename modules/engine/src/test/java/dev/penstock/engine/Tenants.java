// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Caller;
import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Target;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A catalogue of one organisation that tests can change.
final class Tenants implements CatalogSource {

    static final Instant BEGINNING = Instant.parse("2026-03-01T00:00:00Z");
    static final UUID ORGANISATION = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private final List<ProviderConfiguration> providers = new ArrayList<>();
    private final List<ConfiguredRoute> routes = new ArrayList<>();
    private final List<Price> prices = new ArrayList<>();
    private final List<Consumer<Catalog>> listeners = new CopyOnWriteArrayList<>();
    private long version;
    private volatile Catalog current = Catalog.empty();

    static Caller caller(String... patterns) {
        return new Caller(
                ORGANISATION,
                new UUID(0, 2),
                new UUID(0, 3),
                new UUID(0, 4),
                "key",
                new ModelPatterns(List.of(patterns)));
    }

    ProviderConfiguration provider(String uid) {
        return provider(uid, "fake", Map.of(), false);
    }

    ProviderConfiguration passing(String uid) {
        return provider(uid, "fake", Map.of(), true);
    }

    ProviderConfiguration provider(
            String uid, String type, Map<String, String> options, boolean passes) {
        ProviderConfiguration made =
                new ProviderConfiguration(
                        UUID.randomUUID(),
                        ORGANISATION,
                        uid,
                        type,
                        null,
                        List.of(
                                new ProviderCredential(
                                        UUID.randomUUID(),
                                        Secret.of("upstream-secret"),
                                        BEGINNING)),
                        options,
                        passes,
                        BEGINNING.plus(Duration.ofMinutes(providers.size())));
        providers.add(made);
        publish();
        return made;
    }

    void replace(ProviderConfiguration old, ProviderConfiguration with) {
        providers.set(providers.indexOf(old), with);
        publish();
    }

    void remove(ProviderConfiguration provider) {
        providers.remove(provider);
        publish();
    }

    void route(String name, Target... targets) {
        routes.add(
                new ConfiguredRoute(
                        UUID.randomUUID(),
                        ORGANISATION,
                        new Route(name, List.of(targets)),
                        BEGINNING));
        publish();
    }

    /// A price of 1,000 nano-dollars for an input token and 2,000 for an output token.
    void price(String model, String version, Instant from) {
        prices.add(
                new Price(
                        version,
                        "fake",
                        model,
                        from,
                        Map.of(UsageClass.INPUT, 1_000_000_000L, UsageClass.OUTPUT, 2_000_000_000L),
                        List.of()));
        publish();
    }

    @Override
    public Catalog current() {
        return current;
    }

    @Override
    public void onChange(Consumer<Catalog> listener) {
        listeners.add(listener);
        listener.accept(current);
    }

    private void publish() {
        version++;
        current = new Catalog(version, List.of(), providers, routes, List.of(), prices);
        listeners.forEach(listener -> listener.accept(current));
    }
}
