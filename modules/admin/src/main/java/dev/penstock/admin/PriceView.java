// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.ConfiguredPrice;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A price as the API shows it.
///
/// @param providerType the type of provider
/// @param model the provider's name of the model
/// @param version identifies it for ever
/// @param source `builtin`, `import` or `override`
/// @param validFrom the first instant it holds
/// @param per how many units a rate is for
/// @param rates decimal dollars by class
/// @param tiers rates for large inputs, smallest first
/// @param revision of an override; null for prices of the installation, which are never changed
record PriceView(
        String providerType,
        String model,
        String version,
        String source,
        Instant validFrom,
        long per,
        Map<String, String> rates,
        List<Tier> tiers,
        @Nullable Long revision) {

    /// Rates for large inputs.
    ///
    /// @param aboveInputTokens for inputs larger than this, caches included
    /// @param rates those that differ
    record Tier(long aboveInputTokens, Map<String, String> rates) {}

    static PriceView of(ConfiguredPrice configured) {
        Price price = configured.price();
        return new PriceView(
                price.provider(),
                price.model(),
                price.version(),
                configured.source().name().toLowerCase(Locale.ROOT),
                price.validFrom(),
                UsageClass.INPUT.pricedPer(),
                dollars(price.rates()),
                tiers(price.tiers()),
                configured.organisation() == null ? null : configured.revision());
    }

    /// Rates as decimal dollars by the id of their class.
    static Map<String, String> dollars(Map<UsageClass, Long> rates) {
        Map<String, String> dollars = new TreeMap<>();
        rates.forEach((unit, nanos) ->
                dollars.put(unit.id(), new Money(nanos).toDollars().toPlainString()));
        return dollars;
    }

    static List<Tier> tiers(List<Price.Tier> tiers) {
        return tiers.reversed().stream()
                .map(tier -> new Tier(tier.aboveInputTokens(), dollars(tier.rates())))
                .toList();
    }
}
