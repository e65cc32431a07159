// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Everything configured, at one moment. Immutable; a change makes a new one that replaces it whole,
/// so a call that holds one sees no half of a change.
public final class Catalog {

    // claude-haiku-4-5-20251001 and gpt-4o-2024-08-06 are dated names of a priced family.
    private static final Pattern DATED = Pattern.compile("(.+)-(\\d{8}|\\d{4}-\\d{2}-\\d{2})");

    // Of prices that begin together the imported one is newer than the built-in one.
    private static final Comparator<ConfiguredPrice> NEWEST_FIRST =
            Comparator.comparing((ConfiguredPrice p) -> p.price().validFrom())
                    .thenComparing(ConfiguredPrice::source)
                    .thenComparingLong(ConfiguredPrice::revision)
                    .reversed();

    private final long version;
    private final List<Organisation> organisations;
    private final Map<Named, ProviderConfiguration> providers = new HashMap<>();
    private final Map<UUID, List<ProviderConfiguration>> providersByOrganisation = new HashMap<>();
    private final Map<Named, ConfiguredRoute> routes = new HashMap<>();
    private final Map<UUID, List<ConfiguredRoute>> routesByOrganisation = new HashMap<>();
    private final Map<KeyDigest, KeyRecord> keys = new HashMap<>();
    private final Map<UUID, KeyRecord> keysById = new HashMap<>();
    private final Map<Priced, List<ConfiguredPrice>> prices = new HashMap<>();
    private final Map<String, ConfiguredPrice> pricesByVersion = new HashMap<>();
    private final Map<SettingName, Setting> settings = new HashMap<>();

    private record Named(UUID organisation, String name) {}

    // Of the installation when it has no organisation.
    private record Priced(@Nullable UUID organisation, String provider, String model) {}

    private record SettingName(@Nullable UUID organisation, String name) {}

    /// A catalogue of what is given.
    ///
    /// @param version grows with every change
    /// @param organisations all tenants
    /// @param providers of all tenants
    /// @param routes of all tenants
    /// @param keys of all tenants, dead ones included
    /// @param prices all versions, of the installation and of all tenants
    /// @param settings of the installation and of all tenants
    public Catalog(
            long version,
            List<Organisation> organisations,
            List<ProviderConfiguration> providers,
            List<ConfiguredRoute> routes,
            List<KeyRecord> keys,
            List<ConfiguredPrice> prices,
            List<Setting> settings) {
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
        keys.forEach(k -> {
            this.keys.put(k.digest(), k);
            keysById.put(k.id(), k);
        });
        prices.stream()
                .sorted(NEWEST_FIRST)
                .forEach(p -> {
                    pricesByVersion.put(p.price().version(), p);
                    this.prices
                            .computeIfAbsent(
                                    new Priced(
                                            p.organisation(),
                                            p.price().provider(),
                                            p.price().model()),
                                    _ -> new ArrayList<>())
                            .add(p);
                });
        settings.forEach(s -> this.settings.put(new SettingName(s.organisation(), s.name()), s));
    }

    /// A catalogue without settings, with the prices that came with the gateway.
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
        this(
                version,
                organisations,
                providers,
                routes,
                keys,
                prices.stream().map(ConfiguredPrice::builtin).toList(),
                List.of());
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

    /// The key of an id, dead or alive.
    public Optional<KeyRecord> key(UUID organisation, UUID id) {
        return Optional.ofNullable(keysById.get(id))
                .filter(key -> key.tenant().organisation().equals(organisation));
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

    /// The provider of an id.
    public Optional<ProviderConfiguration> provider(UUID organisation, UUID id) {
        return providersByOrganisation.getOrDefault(organisation, List.of()).stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst();
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

    /// The route of an id.
    public Optional<ConfiguredRoute> route(UUID organisation, UUID id) {
        return routesByOrganisation.getOrDefault(organisation, List.of()).stream()
                .filter(route -> route.id().equals(id))
                .findFirst();
    }

    /// The routes of an organisation by name.
    public List<ConfiguredRoute> routes(UUID organisation) {
        return List.copyOf(routesByOrganisation.getOrDefault(organisation, List.of()));
    }

    /// The price of a model for an organisation at a time: of the name itself, else of the name without
    /// its date. The organisation's own price goes before that of the installation, a price of the name
    /// itself before one of the name without its date.
    ///
    /// @param organisation who pays
    /// @param provider the provider's type
    /// @param model the provider's name of the model
    /// @param at when the call is made
    public Optional<Price> price(UUID organisation, String provider, String model, Instant at) {
        Optional<ConfiguredPrice> own = inForce(organisation, provider, model, at);
        if (own.isPresent()) {
            return own.map(ConfiguredPrice::price);
        }
        Matcher dated = DATED.matcher(model);
        return dated.matches()
                ? inForce(organisation, provider, dated.group(1), at).map(ConfiguredPrice::price)
                : Optional.empty();
    }

    /// The price of a version, whether it holds or not.
    public Optional<Price> price(String priceVersion) {
        return Optional.ofNullable(pricesByVersion.get(priceVersion)).map(ConfiguredPrice::price);
    }

    /// The price that holds for just this name: the organisation's own, else the installation's.
    ///
    /// @param organisation who pays
    /// @param provider the provider's type
    /// @param model the name, which is taken as it is
    /// @param at when the call is made
    public Optional<ConfiguredPrice> inForce(
            UUID organisation, String provider, String model, Instant at) {
        return newest(new Priced(organisation, provider, model), at)
                .or(() -> newest(new Priced(null, provider, model), at));
    }

    /// All prices that hold for an organisation, one for each provider type and model, in their order.
    public List<ConfiguredPrice> pricesInForce(UUID organisation, Instant at) {
        return prices.keySet().stream()
                .filter(p -> p.organisation() == null || p.organisation().equals(organisation))
                .map(p -> new Priced(organisation, p.provider(), p.model()))
                .distinct()
                .flatMap(p -> inForce(organisation, p.provider(), p.model(), at).stream())
                .sorted(
                        Comparator.comparing((ConfiguredPrice p) -> p.price().provider())
                                .thenComparing(p -> p.price().model()))
                .toList();
    }

    /// All versions of all prices.
    public List<ConfiguredPrice> prices() {
        return List.copyOf(pricesByVersion.values());
    }

    /// A setting.
    ///
    /// @param organisation whose, or null for one of the whole installation
    public Optional<Setting> setting(@Nullable UUID organisation, String name) {
        return Optional.ofNullable(settings.get(new SettingName(organisation, name)));
    }

    /// The settings of an organisation, or of the whole installation, by name.
    ///
    /// @param organisation whose, or null for those of the whole installation
    public Map<String, Setting> settings(@Nullable UUID organisation) {
        Map<String, Setting> found = new TreeMap<>();
        settings.forEach((name, setting) -> {
            if (Objects.equals(name.organisation(), organisation)) {
                found.put(name.name(), setting);
            }
        });
        return found;
    }

    private Optional<ConfiguredPrice> newest(Priced name, Instant at) {
        return prices.getOrDefault(name, List.of()).stream().filter(p -> p.holds(at)).findFirst();
    }
}
