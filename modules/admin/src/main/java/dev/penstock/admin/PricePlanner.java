// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfiguredPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plans price overrides.
final class PricePlanner {

    private static final String KIND = "price";

    private PricePlanner() {}

    /// The overrides of an organisation that hold, by provider and model.
    static List<ConfiguredPrice> overrides(Catalog catalog, UUID organisation, Instant now) {
        return catalog.pricesInForce(organisation, now).stream()
                .filter(p -> p.source() == ConfiguredPrice.Source.OVERRIDE)
                .toList();
    }

    static void plan(
            Declared declared, ApplyPlanner.Around around, FileMistakes mistakes, ApplyPlan plan) {
        List<Declared.PriceOverride> prices = declared.prices();
        if (prices == null) {
            return;
        }
        List<ConfiguredPrice> free =
                new ArrayList<>(
                        overrides(around.catalog(), around.tenant().organisation(), around.now()));
        for (Declared.PriceOverride wanted : prices) {
            checkType(wanted, declared, around, mistakes);
            Optional<ConfiguredPrice> there =
                    free.stream()
                            .filter(p ->
                                    p.price().provider().equals(wanted.provider())
                                            && p.price().model().equals(wanted.model()))
                            .findFirst();
            there.ifPresent(free::remove);
            put(wanted, there.orElse(null), plan);
        }
        if (around.prune()) {
            free.forEach(p ->
                    plan.add(
                            members(p.price().rates(), p.price().tiers(), Map.of(), List.of())
                                    .of(PlannedChange.REMOVE, KIND, name(p.price())),
                            new ConfigurationChange.RemovePrice(
                                    p.price().provider(), p.price().model(), p.revision())));
        }
    }

    private static void checkType(
            Declared.PriceOverride wanted,
            Declared declared,
            ApplyPlanner.Around around,
            FileMistakes mistakes) {
        if (wanted.provider().isEmpty() || around.types().contains(wanted.provider())) {
            return;
        }
        String pointer = wanted.pointer() + "/provider";
        mistakes.add(
                pointer,
                declared.file().placeOf(pointer),
                "'provider' is '"
                        + wanted.provider()
                        + "' but must be a type: "
                        + String.join(", ", around.types()));
    }

    private static void put(
            Declared.PriceOverride wanted, @Nullable ConfiguredPrice there, ApplyPlan plan) {
        PlannedChange.Members members =
                members(
                        there == null ? Map.of() : there.price().rates(),
                        there == null ? List.of() : there.price().tiers(),
                        wanted.rates(),
                        wanted.tiers());
        if (there != null && members.none()) {
            plan.keep();
            return;
        }
        plan.add(
                members.of(
                        there == null ? PlannedChange.CREATE : PlannedChange.CHANGE,
                        KIND,
                        wanted.provider() + "/" + wanted.model()),
                new ConfigurationChange.SetPrice(
                        wanted.provider(),
                        wanted.model(),
                        there == null ? 0L : Long.valueOf(there.revision()),
                        wanted.rates(),
                        wanted.tiers()));
    }

    private static String name(Price price) {
        return price.provider() + "/" + price.model();
    }

    private static PlannedChange.Members members(
            Map<UsageClass, Long> ratesBefore,
            List<Price.Tier> tiersBefore,
            Map<UsageClass, Long> ratesAfter,
            List<Price.Tier> tiersAfter) {
        return new PlannedChange.Members()
                .add("rates", dollars(ratesBefore), dollars(ratesAfter))
                .add("tiers", tiers(tiersBefore), tiers(tiersAfter));
    }

    /// Rates as a file has them, by class.
    static Map<String, BigDecimal> dollars(Map<UsageClass, Long> rates) {
        Map<String, BigDecimal> dollars = new LinkedHashMap<>();
        for (UsageClass unit : UsageClass.values()) {
            Long nanos = rates.get(unit);
            if (nanos != null) {
                dollars.put(unit.id(), plain(new Money(nanos).toDollars()));
            }
        }
        return dollars;
    }

    /// Tiers as a file has them, smallest first.
    static List<Map<String, Object>> tiers(List<Price.Tier> tiers) {
        List<Map<String, Object>> found = new ArrayList<>();
        tiers.stream()
                .sorted(Comparator.comparingLong(Price.Tier::aboveInputTokens))
                .forEach(tier -> {
                    Map<String, Object> written = new LinkedHashMap<>();
                    written.put("above_input_tokens", tier.aboveInputTokens());
                    written.put("rates", dollars(tier.rates()));
                    found.add(written);
                });
        return found;
    }

    // Without an exponent, which a file does not have.
    private static BigDecimal plain(BigDecimal dollars) {
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }
}
