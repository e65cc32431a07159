// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Price;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfiguredPrice;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the import of a price file would change in the prices of the installation. Overrides stay.
final class PriceImport {

    private final Map<Named, Price> now = new HashMap<>();
    private final Map<Named, Integer> lines = new HashMap<>();
    private final Instant at;
    private final List<Price> prices = new ArrayList<>();
    private final List<Added> added = new ArrayList<>();
    private final List<Changed> changed = new ArrayList<>();
    private final List<PriceRow.Skipped> skipped = new ArrayList<>();
    private int unchanged;

    private PriceImport(Catalog catalog, Instant at) {
        this.at = at.truncatedTo(ChronoUnit.MICROS);
        catalog.prices().stream()
                .filter(p -> p.source() != ConfiguredPrice.Source.OVERRIDE && p.holds(at))
                .sorted(
                        Comparator.comparing((ConfiguredPrice p) -> p.price().validFrom())
                                .thenComparing(ConfiguredPrice::source))
                .forEach(p ->
                        now.put(new Named(p.price().provider(), p.price().model()), p.price()));
    }

    private record Named(String type, String model) {}

    /// What a price says.
    ///
    /// @param rates decimal dollars per million, by class
    /// @param tiers rates for large inputs
    record Says(Map<String, String> rates, List<PriceView.Tier> tiers) {
        static Says of(Price price) {
            return new Says(PriceView.dollars(price.rates()), PriceView.tiers(price.tiers()));
        }
    }

    /// A model without a price so far.
    record Added(String providerType, String model, Says price) {}

    /// A model whose price would be another one.
    record Changed(String providerType, String model, Says before, Says after) {}

    /// The difference.
    ///
    /// @param applied whether it was made
    /// @param added models without a price so far
    /// @param changed models with another price
    /// @param unchanged how many cost what they cost
    /// @param skipped entries of the file that are no prices for this gateway
    record Difference(
            boolean applied,
            List<Added> added,
            List<Changed> changed,
            int unchanged,
            List<PriceRow.Skipped> skipped) {}

    /// Compares a file with what holds.
    ///
    /// @param types the provider types that this gateway knows
    /// @param at when the new prices begin to hold
    static PriceImport of(
            List<PriceFile.Entry> entries, Set<String> types, Catalog catalog, Instant at) {
        PriceImport result = new PriceImport(catalog, at);
        List<PriceRow.Priced> priced = new ArrayList<>();
        for (PriceFile.Entry entry : entries) {
            switch (PriceRow.of(entry, types)) {
                case PriceRow.Skipped row -> result.skipped.add(row);
                case PriceRow.Priced row -> priced.add(row);
            }
        }
        // The file names many models twice; the name without its provider is the first-party one.
        priced.sort(Comparator.comparing(PriceRow.Priced::prefixed));
        priced.forEach(result::take);
        result.skipped.sort(Comparator.comparingInt(PriceRow.Skipped::line));
        return result;
    }

    /// The versions to be added.
    List<Price> prices() {
        return prices;
    }

    Difference difference(boolean applied) {
        return new Difference(applied, added, changed, unchanged, skipped);
    }

    private void take(PriceRow.Priced row) {
        Named named = new Named(row.type(), row.model());
        Integer other = lines.putIfAbsent(named, row.entry().line());
        if (other != null) {
            skipped.add(
                    new PriceRow.Skipped(
                            row.entry().name(),
                            row.entry().line(),
                            "line " + other + " names the same model"));
            return;
        }
        Price price =
                new Price(
                        row.type() + "/" + row.model() + "@" + at,
                        row.type(),
                        row.model(),
                        at,
                        row.rates(),
                        row.tiers());
        Price before = now.get(named);
        if (before == null) {
            added.add(new Added(row.type(), row.model(), Says.of(price)));
            prices.add(price);
        } else if (before.rates().equals(price.rates()) && before.tiers().equals(price.tiers())) {
            unchanged++;
        } else {
            changed.add(new Changed(row.type(), row.model(), Says.of(before), Says.of(price)));
            prices.add(price);
        }
    }
}
