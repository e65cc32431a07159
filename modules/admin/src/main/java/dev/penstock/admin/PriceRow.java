// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What one entry of a price file comes to.
sealed interface PriceRow {

    /// A price.
    ///
    /// @param entry where it stands
    /// @param type of the provider
    /// @param model the provider's name of it
    /// @param prefixed whether the file's name has the provider before the model
    /// @param rates nano-dollars per million
    /// @param tiers for large inputs
    record Priced(
            PriceFile.Entry entry,
            String type,
            String model,
            boolean prefixed,
            Map<UsageClass, Long> rates,
            List<Price.Tier> tiers)
            implements PriceRow {}

    /// Something that is no price for this gateway.
    ///
    /// @param name as the file has it
    /// @param line where it stands
    /// @param reason why
    record Skipped(String name, int line, String reason) implements PriceRow {}

    /// Reads an entry.
    ///
    /// @param types the provider types that this gateway knows
    static PriceRow of(PriceFile.Entry entry, Set<String> types) {
        JsonNode row = entry.row();
        String provider = row.path("litellm_provider").asString("");
        String mode = row.path("mode").asString("chat");
        if (entry.name().equals("sample_spec")) {
            return skipped(entry, "it explains the file");
        }
        if (!row.isObject() || provider.isEmpty()) {
            return skipped(entry, "it must be an object with a litellm_provider");
        }
        if (!types.contains(provider)) {
            return skipped(entry, "provider '" + provider + "' is no type of this gateway");
        }
        if (!Reading.MODES.contains(mode)) {
            return skipped(entry, "mode '" + mode + "' is not priced by tokens here");
        }
        boolean prefixed = entry.name().startsWith(provider + "/");
        String model = prefixed ? entry.name().substring(provider.length() + 1) : entry.name();
        if (model.isBlank() || model.length() > 200) {
            return skipped(entry, "the name of a model must have 1 to 200 characters");
        }
        try {
            Reading reading = new Reading();
            reading.read(row);
            return reading.priced(entry, provider, model, prefixed, mode.equals("embedding"));
        } catch (ArithmeticException e) {
            return skipped(entry, String.valueOf(e.getMessage()));
        }
    }

    private static Skipped skipped(PriceFile.Entry entry, String reason) {
        return new Skipped(entry.name(), entry.line(), reason);
    }

    /// Gathers the amounts of an entry.
    final class Reading {

        private static final Set<String> MODES =
                Set.of("chat", "completion", "responses", "embedding");
        private static final String ALIAS = "input_cost_per_token_cache_hit";
        private static final Map<String, UsageClass> FIELDS =
                Map.of(
                        "input_cost_per_token", UsageClass.INPUT,
                        "output_cost_per_token", UsageClass.OUTPUT,
                        "cache_read_input_token_cost", UsageClass.CACHE_READ,
                        "cache_creation_input_token_cost", UsageClass.CACHE_WRITE_5M,
                        "cache_creation_input_token_cost_above_1hr", UsageClass.CACHE_WRITE_1H,
                        "output_cost_per_reasoning_token", UsageClass.REASONING,
                        "input_cost_per_audio_token", UsageClass.AUDIO_INPUT,
                        "output_cost_per_audio_token", UsageClass.AUDIO_OUTPUT);
        private static final Pattern TIERED = Pattern.compile("(.+)_above_([0-9]{1,6})k_tokens");

        // Dollars per token become nano-dollars per million.
        private static final int SHIFT = 15;
        private static final int MOST_DECIMALS = 40;
        private static final int MOST_DIGITS = 3;

        private final Map<UsageClass, Long> rates = new EnumMap<>(UsageClass.class);
        private final Map<Long, Map<UsageClass, Long>> tiers = new TreeMap<>();

        void read(JsonNode row) {
            for (Map.Entry<String, JsonNode> member : row.properties()) {
                Matcher tiered = TIERED.matcher(member.getKey());
                boolean tier = tiered.matches();
                UsageClass unit = FIELDS.get(tier ? tiered.group(1) : member.getKey());
                if (unit != null && !member.getValue().isNull()) {
                    long nanos = nanos(member.getKey(), member.getValue());
                    if (tier) {
                        tiers.computeIfAbsent(
                                        Long.parseLong(tiered.group(2)) * 1_000,
                                        _ -> new EnumMap<>(UsageClass.class))
                                .put(unit, nanos);
                    } else {
                        rates.put(unit, nanos);
                    }
                }
            }
            if (row.hasNonNull(ALIAS)) {
                rates.putIfAbsent(UsageClass.CACHE_READ, nanos(ALIAS, row.get(ALIAS)));
            }
        }

        PriceRow priced(
                PriceFile.Entry entry,
                String type,
                String model,
                boolean prefixed,
                boolean inputOnly) {
            // 0 is free; what is missing is unknown.
            if (entry.row().hasNonNull("tiered_pricing")) {
                return skipped(entry, "tiered_pricing is not read; set this price by hand");
            }
            if (!rates.containsKey(UsageClass.INPUT)) {
                return skipped(entry, "input_cost_per_token is missing");
            }
            if (!inputOnly && !rates.containsKey(UsageClass.OUTPUT)) {
                return skipped(entry, "output_cost_per_token is missing");
            }
            List<Price.Tier> all = new ArrayList<>();
            tiers.forEach((above, tier) -> all.add(new Price.Tier(above, tier)));
            return new Priced(entry, type, model, prefixed, Map.copyOf(rates), all);
        }

        private static long nanos(String name, JsonNode value) {
            BigDecimal dollars = decimal(name, value);
            if (dollars.signum() < 0
                    || dollars.scale() > MOST_DECIMALS
                    || (long) dollars.precision() - dollars.scale() > MOST_DIGITS) {
                throw new ArithmeticException(
                        name
                                + " must be from 0 to 999 dollars per token with at most "
                                + MOST_DECIMALS
                                + " decimals");
            }
            return dollars.movePointRight(SHIFT).setScale(0, RoundingMode.HALF_UP).longValueExact();
        }

        private static BigDecimal decimal(String name, JsonNode value) {
            if (value.isNumber()) {
                return value.decimalValue();
            }
            String text = value.isString() ? value.stringValue() : "";
            try {
                // Longer texts are no amounts, and take long to read.
                return new BigDecimal(text.length() > 100 ? "" : text);
            } catch (NumberFormatException _) {
                throw new ArithmeticException(name + " must be a number");
            }
        }
    }
}
