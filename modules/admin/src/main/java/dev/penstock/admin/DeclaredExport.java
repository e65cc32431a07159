// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Target;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Writes what is configured as the tree of a declarative file: the same for the same configuration,
/// without what is as it would be anyway, and with references in the places of secrets.
final class DeclaredExport {

    private final Catalog catalog;
    private final UUID organisation;
    private final Instant now;
    private final Set<String> variables = new HashSet<>();

    DeclaredExport(Catalog catalog, UUID organisation, Instant now) {
        this.catalog = catalog;
        this.organisation = organisation;
        this.now = now;
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", (long) DeclaredReader.VERSION);
        // In the order in which they are asked, which means something.
        put(
                tree,
                "providers",
                catalog.providers(organisation).stream().map(this::provider).toList());
        put(
                tree,
                "models",
                catalog.routes(organisation).stream().map(DeclaredExport::model).toList());
        put(
                tree,
                "keys",
                KeyPlanner.living(catalog.keys(organisation), now).stream()
                        .sorted(Comparator.comparing(KeyRecord::name))
                        .map(DeclaredExport::key)
                        .toList());
        put(
                tree,
                "prices",
                PricePlanner.overrides(catalog, organisation, now).stream()
                        .map(DeclaredExport::price)
                        .toList());
        Map<String, Object> settings = new TreeMap<>();
        for (Setting setting : catalog.settings(null).values()) {
            settings.put(setting.name(), setting.content());
        }
        if (!settings.isEmpty()) {
            tree.put("settings", settings);
        }
        return tree;
    }

    private Map<String, Object> provider(ProviderConfiguration provider) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("uid", provider.uid());
        members.put("type", provider.type());
        if (provider.baseUrl() != null) {
            members.put("base_url", provider.baseUrl().toString());
        }
        if (!provider.enabled()) {
            members.put("enabled", false);
        }
        if (!provider.options().isEmpty()) {
            members.put("options", new TreeMap<>(provider.options()));
        }
        if (provider.passesUnknownNames()) {
            members.put("passes_unknown_names", true);
        }
        List<Object> credentials = new ArrayList<>();
        provider.credentials().stream()
                .sorted(Comparator.comparing(ProviderCredential::name))
                .forEach(c -> credentials.add(credential(provider, c)));
        put(members, "credentials", credentials);
        return members;
    }

    private Map<String, Object> credential(
            ProviderConfiguration provider, ProviderCredential credential) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", credential.name());
        if (credential.weight() != 1) {
            members.put("weight", (long) credential.weight());
        }
        if (!credential.enabled()) {
            members.put("enabled", false);
        }
        if (credential.expires() != null) {
            members.put("expires", credential.expires().toString());
        }
        members.put("secret", "${env:" + variable(provider.uid(), credential.name()) + "}");
        return members;
    }

    private String variable(String provider, String credential) {
        String name =
                (provider + "_" + credential).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String first = Character.isDigit(name.charAt(0)) ? "_" + name : name;
        String free = first;
        for (int i = 2; !variables.add(free); i++) {
            free = first + "_" + i;
        }
        return free;
    }

    private static Map<String, Object> model(ConfiguredRoute route) {
        Target first = route.route().targets().getFirst();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", route.route().name());
        members.put("provider", first.provider());
        members.put("model", first.model());
        return members;
    }

    private static Map<String, Object> key(KeyRecord key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", key.name());
        members.put("models", key.models().patterns());
        if (key.endpoints() != null) {
            members.put("endpoints", List.copyOf(new TreeSet<>(key.endpoints())));
        }
        if (key.expires() != null) {
            members.put("expires", key.expires().toString());
        }
        if (!key.enabled()) {
            members.put("disabled", true);
        }
        return members;
    }

    private static Map<String, Object> price(ConfiguredPrice price) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("provider", price.price().provider());
        members.put("model", price.price().model());
        members.put("rates", PricePlanner.dollars(price.price().rates()));
        put(members, "tiers", PricePlanner.tiers(price.price().tiers()));
        return members;
    }

    private static void put(Map<String, Object> members, String name, List<?> values) {
        if (!values.isEmpty()) {
            members.put(name, values);
        }
    }
}
