// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Everything configured, at one moment. Immutable; a change makes a new one that replaces it whole,
/// so a call that holds one sees no half of a change.
public final class Catalog {

    // claude-haiku-4-5-20251001 and gpt-4o-2024-08-06 are dated names of a priced family.
    private static final Pattern DATED = Pattern.compile("(.+)-(\\d{8}|\\d{4}-\\d{2}-\\d{2})");

    private final long version;
    private final List<Organisation> organisations;
    private final Map<Named, ProviderConfiguration> providers = new HashMap<>();
    private final Map<UUID, List<ProviderConfiguration>> providersByOrganisation = new HashMap<>();
    private final Map<Named, ConfiguredRoute> routes = new HashMap<>();
    private final Map<UUID, List<ConfiguredRoute>> routesByOrganisation = new HashMap<>();
    private final Map<KeyDigest, KeyRecord> keys = new HashMap<>();
    private final Map<Priced, List<Price>> prices = new HashMap<>();
    private final Map<String, Price> pricesByVersion = new HashMap<>();

    private record Named(UUID organisation, String name) {}

    private record Priced(String provider, String model) {}

    /// A catalogue of what is given.
    ///
    /// @param version grows with every change
    /// @param organisations all tenants
    /// @param providers of all tenants
    /// @param routes of all tenants
    /// @param keys of all tenants, dead ones included
    /// @param prices all versions
    public Catalog(
            long version,
            List<Organisation> organisations,
            List<ProviderConfiguration> providers,
            List<ConfiguredRoute> routes,
            List<KeyRecord> keys,
            List<Price> prices) {
        this.version = version;
        this.organisations = List.copyOf(organisations);
        providers.stream()
                .sorted(Comparator.comparing(ProviderConfiguration::created))
                .forEach(p -> {
                    this.providers.put(new Named(p.organisation(), p.uid()), p);
                    providersByOrganisation
                            .computeIfAbsent(p.organisation(), _ -> new ArrayList<>())
                            .add(p);
                });
        routes.stream()
                .sorted(Comparator.comparing(r -> r.route().name()))
                .forEach(r -> {
                    this.routes.put(new Named(r.organisation(), r.route().name()), r);
                    routesByOrganisation
                            .computeIfAbsent(r.organisation(), _ -> new ArrayList<>())
                            .add(r);
                });
        keys.forEach(k -> this.keys.put(k.digest(), k));
        prices.stream()
                .sorted(Comparator.comparing(Price::validFrom).reversed())
                .forEach(p -> {
                    pricesByVersion.put(p.version(), p);
                    this.prices
                            .computeIfAbsent(
                                    new Priced(p.provider(), p.model()), _ -> new ArrayList<>())
                            .add(p);
                });
    }

    /// A catalogue without anything in it.
    public static Catalog empty() {
        return new Catalog(0, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /// Grows with every change.
    public long version() {
        return version;
    }

    /// All tenants.
    public List<Organisation> organisations() {
        return organisations;
    }

    /// The key with a digest, dead or alive.
    public Optional<KeyRecord> key(KeyDigest digest) {
        return Optional.ofNullable(keys.get(digest));
    }

    /// The keys of an organisation, oldest first.
    public List<KeyRecord> keys(UUID organisation) {
        return keys.values().stream()
                .filter(k -> k.tenant().organisation().equals(organisation))
                .sorted(Comparator.comparing(KeyRecord::created).thenComparing(KeyRecord::id))
                .toList();
    }

    /// The provider of a name.
    public Optional<ProviderConfiguration> provider(UUID organisation, String uid) {
        return Optional.ofNullable(providers.get(new Named(organisation, uid)));
    }

    /// The providers of an organisation, oldest first.
    public List<ProviderConfiguration> providers(UUID organisation) {
        return List.copyOf(providersByOrganisation.getOrDefault(organisation, List.of()));
    }

    /// The providers of all organisations.
    public List<ProviderConfiguration> providers() {
        return List.copyOf(providers.values());
    }

    /// The route of a public name.
    public Optional<ConfiguredRoute> route(UUID organisation, String name) {
        return Optional.ofNullable(routes.get(new Named(organisation, name)));
    }

    /// The routes of an organisation by name.
    public List<ConfiguredRoute> routes(UUID organisation) {
        return List.copyOf(routesByOrganisation.getOrDefault(organisation, List.of()));
    }

    /// The price of a model at a time: of the name itself, else of the name without its date.
    ///
    /// @param provider the provider's type
    /// @param model the provider's name of the model
    /// @param at when the call is made
    public Optional<Price> price(String provider, String model, Instant at) {
        Optional<Price> own = newest(new Priced(provider, model), at);
        if (own.isPresent()) {
            return own;
        }
        Matcher dated = DATED.matcher(model);
        return dated.matches()
                ? newest(new Priced(provider, dated.group(1)), at)
                : Optional.empty();
    }

    /// The price of a version.
    public Optional<Price> price(String priceVersion) {
        return Optional.ofNullable(pricesByVersion.get(priceVersion));
    }

    /// All prices.
    public List<Price> prices() {
        return List.copyOf(pricesByVersion.values());
    }

    private Optional<Price> newest(Priced name, Instant at) {
        return prices.getOrDefault(name, List.of()).stream()
                .filter(p -> !p.validFrom().isAfter(at))
                .findFirst();
    }
}
