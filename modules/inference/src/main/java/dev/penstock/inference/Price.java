// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a model costs from a date on. A price never changes; a new one with a later date follows it,
/// and ledger rows name the version that they were computed with.
///
/// @param version identifies this price for ever, such as `openai/gpt-4o@2026-10-20`
/// @param provider the provider type that the price belongs to, such as `openai`
/// @param model the provider's name of the model
/// @param validFrom the first instant it holds
/// @param rates nano-dollars per [UsageClass#pricedPer] units; a missing reasoning rate is the output
///     rate, a missing cache or audio rate the input (or output) rate
/// @param tiers rates for large inputs, in any order; the tier with the largest threshold below the
///     total input applies to the whole answer
public record Price(
        String version,
        String provider,
        String model,
        Instant validFrom,
        Map<UsageClass, Long> rates,
        List<Tier> tiers) {

    public Price {
        Checks.notBlank(version, "price version");
        Checks.notBlank(provider, "provider of price " + version);
        Checks.notBlank(model, "model of price " + version);
        rates = checked(version, rates);
        tiers =
                tiers.stream()
                        .sorted(Comparator.comparingLong(Tier::aboveInputTokens).reversed())
                        .toList();
    }

    /// Rates that replace the ordinary ones for large inputs.
    ///
    /// @param aboveInputTokens applies when the total input, caches included, is larger
    /// @param rates as in [Price#rates]; classes not named keep the ordinary rate
    public record Tier(long aboveInputTokens, Map<UsageClass, Long> rates) {
        public Tier {
            Checks.notNegative(aboveInputTokens, "tier threshold");
            rates = checked("tier above " + aboveInputTokens, rates);
        }
    }

    private static final UsageClass[] CLASSES = UsageClass.values();
    private static final long DENOMINATOR =
            Arrays.stream(CLASSES).mapToLong(UsageClass::pricedPer).max().orElseThrow();
    private static final boolean ONE_DENOMINATOR =
            Arrays.stream(CLASSES).allMatch(unit -> unit.pricedPer() == DENOMINATOR);

    /// The cost of an answer: the sum over classes in 128 bits and more, rounded half-up once.
    ///
    /// @throws ArithmeticException when it is more than nine billion dollars
    public Money cost(Usage usage) {
        Map<UsageClass, Long> effective = effectiveRates(usage.totalInput());
        if (ONE_DENOMINATOR) {
            long small = smallSum(usage, effective);
            if (small >= 0) {
                return new Money((small + DENOMINATOR / 2) / DENOMINATOR);
            }
        }
        return new Money(exactCost(usage, effective));
    }

    // The sum, or -1 when it may not fit: nearly every answer costs far less than that.
    private static long smallSum(Usage usage, Map<UsageClass, Long> rates) {
        long sum = 0;
        for (UsageClass unit : CLASSES) {
            long count = usage.of(unit);
            if (count != 0) {
                long rate = rate(rates, unit);
                long product = count * rate;
                if (Math.multiplyHigh(count, rate) != 0
                        || product < 0
                        || sum + product < 0
                        || sum + product > Long.MAX_VALUE - DENOMINATOR) {
                    return -1;
                }
                sum += product;
            }
        }
        return sum;
    }

    private static long exactCost(Usage usage, Map<UsageClass, Long> effective) {
        // All classes are priced per the same count today; the common denominator keeps the single
        // rounding right when one differs.
        BigInteger denominator = BigInteger.valueOf(DENOMINATOR);
        BigInteger sum = BigInteger.ZERO;
        for (UsageClass unit : CLASSES) {
            long count = usage.of(unit);
            if (count != 0) {
                sum =
                        sum.add(
                                BigInteger.valueOf(count)
                                        .multiply(BigInteger.valueOf(rate(effective, unit)))
                                        .multiply(denominator)
                                        .divide(BigInteger.valueOf(unit.pricedPer())));
            }
        }
        BigInteger half = denominator.shiftRight(1);
        return sum.add(half).divide(denominator).longValueExact();
    }

    private Map<UsageClass, Long> effectiveRates(long totalInput) {
        for (Tier tier : tiers) {
            if (totalInput > tier.aboveInputTokens()) {
                Map<UsageClass, Long> merged = new EnumMap<>(UsageClass.class);
                merged.putAll(rates);
                merged.putAll(tier.rates());
                return merged;
            }
        }
        return rates;
    }

    private static long rate(Map<UsageClass, Long> rates, UsageClass unit) {
        Long own = rates.get(unit);
        if (own != null) {
            return own;
        }
        UsageClass fallback =
                switch (unit) {
                    case INPUT, CACHE_READ, CACHE_WRITE_5M, AUDIO_INPUT -> UsageClass.INPUT;
                    case CACHE_WRITE_1H -> UsageClass.CACHE_WRITE_5M;
                    case OUTPUT, REASONING, AUDIO_OUTPUT -> UsageClass.OUTPUT;
                };
        return fallback == unit ? 0 : rate(rates, fallback);
    }

    private static Map<UsageClass, Long> checked(String thing, Map<UsageClass, Long> rates) {
        rates.forEach((unit, nanos) -> Checks.notNegative(nanos, unit.id() + " rate of " + thing));
        return Map.copyOf(rates);
    }
}
