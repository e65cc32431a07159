// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Target;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.Organisation;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.Tenant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                prices(transaction));
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
        return transaction.rows(
                "catalog.providers",
                Parameters.none(),
                row -> provider(row, options.getOrDefault(row.id("id"), Map.of())));
    }

    private ProviderConfiguration provider(Row row, Map<String, String> options)
            throws SQLException {
        UUID organisation = row.id("organisation_id");
        String baseUrl = row.textOrNull("base_url");
        UUID credential = row.idOrNull("credential_id");
        return new ProviderConfiguration(
                row.id("id"),
                organisation,
                row.text("uid"),
                row.text("type"),
                baseUrl == null ? null : URI.create(baseUrl),
                credential == null
                        ? null
                        : unseal(row.bytes("sealed"), place(organisation, credential)),
                options,
                row.flag("passes_unknown_names"),
                row.instant("created"));
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
                                .add(new Target(row.text("uid"), row.text("model"))));
        return transaction.rows(
                "catalog.routes",
                Parameters.none(),
                row ->
                        new ConfiguredRoute(
                                row.id("id"),
                                row.id("organisation_id"),
                                new Route(
                                        row.text("name"),
                                        targets.getOrDefault(row.id("id"), List.of())),
                                row.instant("created")));
    }

    private static KeyRecord key(Row row) throws SQLException {
        return new KeyRecord(
                row.id("id"),
                new Tenant(row.id("organisation_id"), row.id("team_id"), row.id("project_id")),
                row.text("name"),
                new KeyDigest(row.text("digest")),
                row.text("last_four"),
                new ModelPatterns(row.texts("models")),
                row.instant("created"),
                row.instantOrNull("expires"),
                row.instantOrNull("revoked"));
    }

    private record Rate(
            String version, @Nullable Long aboveInputTokens, UsageClass unit, long nanos) {}

    private static List<Price> prices(Transaction transaction) throws SQLException {
        Map<String, List<Rate>> rates = new HashMap<>();
        transaction.rows(
                "catalog.rates",
                Parameters.none(),
                row ->
                        rates.computeIfAbsent(row.text("price_version"), _ -> new ArrayList<>())
                                .add(
                                        new Rate(
                                                row.text("price_version"),
                                                row.numberOrNull("above_input_tokens"),
                                                UsageClass.valueOf(row.text("unit")),
                                                row.number("nanos"))));
        return transaction.rows(
                "catalog.prices",
                Parameters.none(),
                row -> price(row, rates.getOrDefault(row.text("version"), List.of())));
    }

    private static Price price(Row row, List<Rate> rates) throws SQLException {
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
        return new Price(
                row.text("version"),
                row.text("provider_type"),
                row.text("model"),
                row.instant("valid_from"),
                ordinary,
                tiers.entrySet().stream()
                        .map(tier -> new Price.Tier(tier.getKey(), tier.getValue()))
                        .toList());
    }
}
