// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Target;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.Organisation;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.Setting;
import dev.penstock.state.Tenant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads everything configured out of the database.
final class CatalogRows {

    private final KeyRing keys;

    CatalogRows(KeyRing keys) {
        this.keys = keys;
    }

    static long version(Transaction transaction) throws SQLException {
        return transaction
                .first("catalog.version", Parameters.none(), row -> row.number("number"))
                .orElse(0L);
    }

    /// A credential and the provider whose it is.
    record Pooled(UUID provider, ProviderCredential credential) {}

    /// A rate of a price; of large inputs when it has a threshold.
    record Rate(String version, @Nullable Long aboveInputTokens, UsageClass unit, long nanos) {}

    Catalog read(Transaction transaction) throws SQLException {
        return new Catalog(
                version(transaction),
                transaction.rows(
                        "catalog.organisations",
                        Parameters.none(),
                        row ->
                                new Organisation(
                                        row.id("id"), row.text("name"), row.instant("created"))),
                providers(transaction),
                routes(transaction),
                transaction.rows("catalog.keys", Parameters.none(), CatalogRows::key),
                prices(transaction),
                transaction.rows("catalog.settings", Parameters.none(), CatalogRows::setting));
    }

    private List<ProviderConfiguration> providers(Transaction transaction) throws SQLException {
        Map<UUID, Map<String, String>> options = new HashMap<>();
        transaction.rows(
                "catalog.options",
                Parameters.none(),
                row ->
                        options.computeIfAbsent(row.id("provider_id"), _ -> new HashMap<>())
                                        .put(row.text("name"), row.text("content"))
                                == null);
        Map<UUID, List<ProviderCredential>> pools = new HashMap<>();
        for (Pooled pooled :
                transaction.rows("catalog.credentials", Parameters.none(), this::pooled)) {
            pools.computeIfAbsent(pooled.provider(), _ -> new ArrayList<>())
                    .add(pooled.credential());
        }
        return transaction.rows(
                "catalog.providers",
                Parameters.none(),
                row ->
                        provider(
                                row,
                                pools.getOrDefault(row.id("id"), List.of()),
                                options.getOrDefault(row.id("id"), Map.of())));
    }

    static ProviderConfiguration provider(
            Row row, List<ProviderCredential> pool, Map<String, String> options)
            throws SQLException {
        String baseUrl = row.textOrNull("base_url");
        return new ProviderConfiguration(
                row.id("id"),
                row.id("organisation_id"),
                row.text("uid"),
                row.text("type"),
                baseUrl == null ? null : URI.create(baseUrl),
                pool,
                options,
                row.flag("passes_unknown_names"),
                row.flag("enabled"),
                row.instant("created"),
                row.number("revision"),
                row.instant("updated"));
    }

    Pooled pooled(Row row) throws SQLException {
        UUID id = row.id("id");
        return new Pooled(
                row.id("provider_id"),
                new ProviderCredential(
                        id,
                        row.text("name"),
                        unseal(row.bytes("sealed"), place(row.id("organisation_id"), id)),
                        Math.toIntExact(row.number("weight")),
                        row.flag("enabled"),
                        row.instantOrNull("expires"),
                        row.instant("created"),
                        row.number("revision"),
                        row.instant("updated")));
    }

    byte[] seal(Secret secret, UUID organisation, UUID credential) {
        return keys.seal(
                secret.reveal().getBytes(StandardCharsets.UTF_8), place(organisation, credential));
    }

    private Secret unseal(byte[] sealed, String place) {
        return Secret.of(new String(keys.open(sealed, place), StandardCharsets.UTF_8));
    }

    static String place(UUID organisation, UUID credential) {
        return MasterKey.place(
                organisation.toString(), "credentials", credential.toString(), "sealed");
    }

    private static List<ConfiguredRoute> routes(Transaction transaction) throws SQLException {
        Map<UUID, List<Target>> targets = new HashMap<>();
        transaction.rows(
                "catalog.targets",
                Parameters.none(),
                row ->
                        targets.computeIfAbsent(row.id("route_id"), _ -> new ArrayList<>())
                                .add(target(row)));
        return transaction.rows(
                "catalog.routes",
                Parameters.none(),
                row -> route(row, targets.getOrDefault(row.id("id"), List.of())));
    }

    static Target target(Row row) throws SQLException {
        return new Target(row.text("uid"), row.text("model"));
    }

    static ConfiguredRoute route(Row row, List<Target> targets) throws SQLException {
        return new ConfiguredRoute(
                row.id("id"),
                row.id("organisation_id"),
                new Route(row.text("name"), targets),
                row.instant("created"),
                row.number("revision"),
                row.instant("updated"));
    }

    static KeyRecord key(Row row) throws SQLException {
        List<String> endpoints = row.textsOrNull("endpoints");
        return new KeyRecord(
                row.id("id"),
                new Tenant(row.id("organisation_id"), row.id("team_id"), row.id("project_id")),
                row.text("name"),
                new KeyDigest(row.text("digest")),
                row.text("last_four"),
                new ModelPatterns(row.texts("models")),
                endpoints == null ? null : Set.copyOf(endpoints),
                row.instant("created"),
                row.instantOrNull("expires"),
                row.instantOrNull("revoked"),
                row.flag("enabled"),
                row.idOrNull("replaces"),
                row.number("revision"),
                row.instant("updated"));
    }

    static Setting setting(Row row) throws SQLException {
        return new Setting(
                row.idOrNull("organisation_id"),
                row.text("name"),
                row.text("content"),
                row.number("revision"),
                row.instant("updated"));
    }

    private static List<ConfiguredPrice> prices(Transaction transaction) throws SQLException {
        Map<String, List<Rate>> rates = new HashMap<>();
        for (Rate rate : transaction.rows("catalog.rates", Parameters.none(), CatalogRows::rate)) {
            rates.computeIfAbsent(rate.version(), _ -> new ArrayList<>()).add(rate);
        }
        return transaction.rows(
                "catalog.prices",
                Parameters.none(),
                row -> price(row, rates.getOrDefault(row.text("version"), List.of())));
    }

    static Rate rate(Row row) throws SQLException {
        return new Rate(
                row.text("price_version"),
                row.numberOrNull("above_input_tokens"),
                UsageClass.valueOf(row.text("unit")),
                row.number("nanos"));
    }

    static ConfiguredPrice price(Row row, List<Rate> rates) throws SQLException {
        Map<UsageClass, Long> ordinary = new EnumMap<>(UsageClass.class);
        Map<Long, Map<UsageClass, Long>> tiers = new TreeMap<>();
        for (Rate rate : rates) {
            Map<UsageClass, Long> into =
                    rate.aboveInputTokens() == null
                            ? ordinary
                            : tiers.computeIfAbsent(
                                    rate.aboveInputTokens(), _ -> new EnumMap<>(UsageClass.class));
            into.put(rate.unit(), rate.nanos());
        }
        return new ConfiguredPrice(
                new Price(
                        row.text("version"),
                        row.text("provider_type"),
                        row.text("model"),
                        row.instant("valid_from"),
                        ordinary,
                        tiers.entrySet().stream()
                                .map(tier -> new Price.Tier(tier.getKey(), tier.getValue()))
                                .toList()),
                ConfiguredPrice.Source.valueOf(row.text("source")),
                row.idOrNull("organisation_id"),
                row.instantOrNull("ended"),
                row.number("revision"),
                row.instant("updated"));
    }
}
