// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.prices;

import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The list prices that come with the gateway, as data. A list that has been published is never
/// edited: a change is a new entry with a later date, in a new list.
public final class PriceList {

    private static final String FOLDER = "/META-INF/penstock/prices/";
    private static final List<String> PUBLISHED = List.of("2026-11-20.json");

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    // Amounts of money are decimal.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private static final Map<String, UsageClass> CLASSES = classes();

    private PriceList() {}

    /// Every price of every list.
    ///
    /// @throws IllegalStateException when a list is broken, which the tests exclude
    public static List<Price> all() {
        List<Price> prices = new ArrayList<>();
        for (String name : PUBLISHED) {
            try (InputStream in = PriceList.class.getResourceAsStream(FOLDER + name)) {
                if (in == null) {
                    throw new IllegalStateException(FOLDER + name + " is missing from the module");
                }
                prices.addAll(parse(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(prices);
    }

    /// The prices of one list.
    ///
    /// @param json `{"from": date, "prices": [{provider, models, from?, rates, tiers?}]}`; rates are
    ///     US dollars by the id of their class
    static List<Price> parse(byte[] json) {
        JsonNode list = MAPPER.readTree(json);
        LocalDate since = LocalDate.parse(list.required("from").stringValue());
        List<Price> prices = new ArrayList<>();
        for (JsonNode entry : list.required("prices")) {
            prices.addAll(entry(entry, since));
        }
        return prices;
    }

    private static List<Price> entry(JsonNode entry, LocalDate since) {
        String provider = entry.required("provider").stringValue();
        LocalDate from =
                entry.has("from") ? LocalDate.parse(entry.get("from").stringValue()) : since;
        List<Price.Tier> tiers = new ArrayList<>();
        for (JsonNode tier : entry.path("tiers")) {
            tiers.add(
                    new Price.Tier(
                            tier.required("above_input_tokens").longValue(),
                            rates(tier.required("rates"))));
        }
        List<Price> prices = new ArrayList<>();
        for (JsonNode model : entry.required("models")) {
            String name = model.stringValue();
            prices.add(
                    new Price(
                            provider + "/" + name + "@" + from,
                            provider,
                            name,
                            from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                            rates(entry.required("rates")),
                            tiers));
        }
        return prices;
    }

    private static Map<UsageClass, Long> rates(JsonNode rates) {
        Map<UsageClass, Long> map = new EnumMap<>(UsageClass.class);
        for (Map.Entry<String, JsonNode> rate : rates.properties()) {
            UsageClass unit = CLASSES.get(rate.getKey());
            if (unit == null) {
                throw new IllegalStateException(
                        "price class '" + rate.getKey() + "' is not one of " + CLASSES.keySet());
            }
            map.put(unit, Money.dollars(rate.getValue().decimalValue()).nanos());
        }
        return map;
    }

    private static Map<String, UsageClass> classes() {
        Map<String, UsageClass> classes = new HashMap<>();
        for (UsageClass unit : UsageClass.values()) {
            classes.put(unit.id(), unit);
        }
        return Map.copyOf(classes);
    }
}
