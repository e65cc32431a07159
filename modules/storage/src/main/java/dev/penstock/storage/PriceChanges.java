// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.ConfigurationChange.AddPrices;
import dev.penstock.state.ConfigurationChange.RemovePrice;
import dev.penstock.state.ConfigurationChange.SetPrice;
import dev.penstock.state.ConfiguredPrice;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Adds prices and ends overrides; no version is ever changed or removed.
final class PriceChanges {

    private final Changes changes;

    PriceChanges(Changes changes) {
        this.changes = changes;
    }

    int addBuiltin(List<Price> prices) {
        Set<String> known = changes.read(PriceChanges::versions);
        if (prices.stream().allMatch(price -> known.contains(price.version()))) {
            return 0;
        }
        return changes.make(transaction -> {
            List<ConfiguredPrice> added =
                    addNew(transaction, prices, ConfiguredPrice.Source.BUILTIN);
            changes.auditOwn(
                    transaction, new Audit.Change("prices.add", null, null, members(added)));
            return added.size();
        });
    }

    List<ConfiguredPrice> add(Edit edit, AddPrices wanted) throws SQLException {
        List<ConfiguredPrice> added = addNew(edit.transaction(), wanted.prices(), wanted.source());
        if (!added.isEmpty()) {
            edit.audit("prices.add", null, null, members(added));
        }
        return added;
    }

    ConfiguredPrice set(Edit edit, SetPrice wanted) throws SQLException {
        ConfiguredPrice newest = newest(edit, wanted.provider(), wanted.model());
        ConfiguredPrice current = newest == null || newest.ended() != null ? null : newest;
        Edit.expect(wanted.revision(), current == null ? 0 : current.revision(), "price");
        if (current != null
                && current.price().rates().equals(wanted.rates())
                && current.price().tiers().equals(tiers(wanted))) {
            return current;
        }
        Instant now = edit.now();
        // A clock that went back must not put the new version behind the old one.
        Instant from =
                newest != null && now.isBefore(newest.price().validFrom())
                        ? newest.price().validFrom()
                        : now;
        ConfiguredPrice made =
                new ConfiguredPrice(
                        new Price(
                                wanted.provider() + "/" + wanted.model() + "@" + edit.newId(),
                                wanted.provider(),
                                wanted.model(),
                                from,
                                wanted.rates(),
                                wanted.tiers()),
                        ConfiguredPrice.Source.OVERRIDE,
                        edit.organisation(),
                        null,
                        newest == null ? 1 : newest.revision() + 1,
                        now);
        insert(edit.transaction(), List.of(made));
        edit.audit(
                "price.set",
                null,
                current == null ? null : members(current.price()),
                members(made.price()));
        return made;
    }

    ConfiguredPrice end(Edit edit, RemovePrice wanted) throws SQLException {
        ConfiguredPrice newest = newest(edit, wanted.provider(), wanted.model());
        if (newest == null || newest.ended() != null) {
            throw Changes.notFound("price of this organisation");
        }
        Edit.expect(wanted.revision(), newest.revision(), "price");
        Instant now = edit.now();
        edit.transaction()
                .change(
                        "prices.end",
                        named(edit, wanted.provider(), wanted.model())
                                .and("now", now)
                                .and("version", newest.price().version())
                                .and("revision", newest.revision() + 1));
        edit.audit("price.remove", null, members(newest.price()), null);
        return new ConfiguredPrice(
                newest.price(),
                newest.source(),
                newest.organisation(),
                now,
                newest.revision() + 1,
                now);
    }

    private static List<Price.Tier> tiers(SetPrice wanted) {
        return new Price("-", "-", "-", Instant.EPOCH, wanted.rates(), wanted.tiers()).tiers();
    }

    private static Parameters named(Edit edit, String provider, String model) {
        return Parameters.of("organisation", edit.organisation())
                .and("provider_type", provider)
                .and("model", model);
    }

    private static @Nullable ConfiguredPrice newest(Edit edit, String provider, String model)
            throws SQLException {
        List<String> versions =
                edit.transaction()
                        .rows(
                                "prices.overrides",
                                named(edit, provider, model),
                                row -> row.text("version"));
        if (versions.isEmpty()) {
            return null;
        }
        List<CatalogRows.Rate> rates =
                edit.transaction()
                        .rows(
                                "rates.of-price",
                                Parameters.of("version", versions.getFirst()),
                                CatalogRows::rate);
        return edit.transaction()
                .first(
                        "prices.overrides",
                        named(edit, provider, model),
                        row -> CatalogRows.price(row, rates))
                .orElse(null);
    }

    private static Set<String> versions(Transaction transaction) throws SQLException {
        return new HashSet<>(
                transaction.rows("prices.versions", Parameters.none(), row -> row.text("version")));
    }

    private List<ConfiguredPrice> addNew(
            Transaction transaction, List<Price> prices, ConfiguredPrice.Source source)
            throws SQLException {
        Set<String> known = versions(transaction);
        Instant now = changes.now();
        List<ConfiguredPrice> added =
                prices.stream()
                        .filter(price -> known.add(price.version()))
                        .map(price -> new ConfiguredPrice(price, source, null, null, 1, now))
                        .toList();
        insert(transaction, added);
        return added;
    }

    private void insert(Transaction transaction, List<ConfiguredPrice> prices) throws SQLException {
        List<Parameters> heads = new ArrayList<>();
        List<Parameters> rates = new ArrayList<>();
        for (ConfiguredPrice price : prices) {
            heads.add(head(price));
            addRates(rates, price, null, price.price().rates());
            for (Price.Tier tier : price.price().tiers()) {
                addRates(rates, price, tier.aboveInputTokens(), tier.rates());
            }
        }
        transaction.changeAll("prices.insert", heads);
        transaction.changeAll("rates.insert", rates);
    }

    private static Parameters head(ConfiguredPrice price) {
        return Parameters.of("version", price.price().version())
                .and("organisation", price.organisation())
                .and("provider_type", price.price().provider())
                .and("model", price.price().model())
                .and("valid_from", price.price().validFrom())
                .and("source", price.source())
                .and("ended", price.ended())
                .and("revision", price.revision())
                .and("updated", price.updated());
    }

    private void addRates(
            List<Parameters> rows,
            ConfiguredPrice price,
            @Nullable Long above,
            Map<UsageClass, Long> rates) {
        rates.forEach((unit, nanos) ->
                rows.add(
                        Parameters.of("id", changes.newId())
                                .and("organisation", price.organisation())
                                .and("version", price.price().version())
                                .and("above", above)
                                .and("unit", unit)
                                .and("nanos", nanos)));
    }

    private static Map<String, Object> members(List<ConfiguredPrice> added) {
        return Map.of("versions", added.stream().map(price -> price.price().version()).toList());
    }

    private static Map<String, @Nullable Object> members(Price price) {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("provider", price.provider());
        members.put("model", price.model());
        members.put("version", price.version());
        members.put("valid_from", price.validFrom());
        price.rates().forEach((unit, nanos) -> members.put(unit.id(), nanos));
        members.put("tiers", price.tiers());
        return members;
    }
}
