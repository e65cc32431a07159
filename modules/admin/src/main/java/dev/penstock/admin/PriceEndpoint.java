// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What models cost.
final class PriceEndpoint implements Endpoint {

    private static final Map<String, UsageClass> CLASSES =
            Arrays.stream(UsageClass.values())
                    .collect(Collectors.toUnmodifiableMap(UsageClass::id, Function.identity()));
    private static final Pattern DOLLARS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final long MOST_TOKENS = 1_000_000_000;

    private final AdminParts parts;

    PriceEndpoint(AdminParts parts) {
        this.parts = parts;
    }

    /// Prices in their order.
    ///
    /// @param data the prices
    /// @param next what to ask for after these, or null when there are no more
    record Page(List<PriceView> data, @Nullable String next) {}

    @Override
    public String part() {
        return "prices";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.GET, "/prices", User.Role.VIEWER, this::page);
        routes.add(Method.POST, "/prices/import", User.Role.ADMIN, this::importFile);
        routes.add(Method.GET, "/prices/{provider_type}/{+model}", User.Role.VIEWER, this::one);
        routes.add(Method.PUT, "/prices/{provider_type}/{+model}", User.Role.ADMIN, this::set);
        routes.add(
                Method.DELETE, "/prices/{provider_type}/{+model}", User.Role.ADMIN, this::remove);
    }

    private Reply page(Exchange exchange, Principal principal) {
        Query query = new Query(exchange);
        int limit = query.limit();
        String type = query.text("provider_type");
        String model = query.text("model");
        String after = query.text("after");
        List<ConfiguredPrice> fitting =
                parts
                        .store()
                        .catalog()
                        .current()
                        .pricesInForce(principal.user().organisation(), parts.clock().instant())
                        .stream()
                        .filter(p -> type == null || p.price().provider().equals(type))
                        .filter(p -> model == null || p.price().model().contains(model))
                        .toList();
        List<ConfiguredPrice> rest = fitting.subList(begin(fitting, after), fitting.size());
        List<ConfiguredPrice> page = rest.subList(0, Math.min(limit, rest.size()));
        return Reply.ok(
                new Page(
                        page.stream().map(PriceView::of).toList(),
                        page.size() == rest.size() ? null : name(page.getLast().price())));
    }

    // Prices may come and go between two pages, so the place is found by the order, not by the
    // name.
    private static int begin(List<ConfiguredPrice> prices, @Nullable String after) {
        if (after == null) {
            return 0;
        }
        String[] place = after.split("/", 2);
        if (place.length < 2) {
            throw Problem.badRequest(
                    "after is '" + after + "' but must be the next of the page before");
        }
        int index = 0;
        for (ConfiguredPrice price : prices) {
            int order = price.price().provider().compareTo(place[0]);
            if (order > 0 || (order == 0 && price.price().model().compareTo(place[1]) > 0)) {
                return index;
            }
            index++;
        }
        return index;
    }

    private static String name(Price price) {
        return price.provider() + "/" + price.model();
    }

    private Reply one(Exchange exchange, Principal principal) {
        String type = exchange.part("provider_type");
        String model = exchange.part("model");
        return parts
                .store()
                .catalog()
                .current()
                .pricesInForce(principal.user().organisation(), parts.clock().instant())
                .stream()
                .filter(p -> p.price().provider().equals(type) && p.price().model().equals(model))
                .findFirst()
                .map(PriceEndpoint::reply)
                .orElseThrow(() ->
                        Problem.notFound(
                                "there is no price of the model '" + model + "' of " + type));
    }

    // A price of the installation is in revision 0, so that a caller can ask for no override to be
    // there.
    private static Reply reply(ConfiguredPrice price) {
        return Reply.ok(PriceView.of(price))
                .of(price.organisation() == null ? 0 : price.revision());
    }

    private Reply set(Exchange exchange, Principal principal) {
        String type = type(exchange);
        String model = exchange.part("model");
        Fields body = exchange.body();
        Map<UsageClass, Long> rates = rates(body);
        List<Price.Tier> tiers = new ArrayList<>();
        Set<Long> thresholds = new HashSet<>();
        for (Fields tier : body.objects("tiers")) {
            long above = tier.whole("above_input_tokens", 1, MOST_TOKENS);
            if (!thresholds.add(above) && !tier.failed("above_input_tokens")) {
                tier.mistake("above_input_tokens", "is " + above + " but another tier has it too");
            }
            tiers.add(new Price.Tier(above, rates(tier)));
        }
        if (model.isBlank() || model.length() > 200) {
            body.mistake("model", "of the path must be a name of 1 to 200 characters");
        }
        body.done();
        ConfiguredPrice made =
                parts.store()
                        .configuration()
                        .apply(
                                principal.actor(),
                                new ConfigurationChange.SetPrice(
                                        type, model, exchange.expected(), rates, tiers));
        return reply(made);
    }

    private Reply remove(Exchange exchange, Principal principal) {
        var _ =
                parts.store()
                        .configuration()
                        .apply(
                                principal.actor(),
                                new ConfigurationChange.RemovePrice(
                                        exchange.part("provider_type"),
                                        exchange.part("model"),
                                        exchange.expected()));
        return Reply.nothing();
    }

    private Reply importFile(Exchange exchange, Principal principal) {
        boolean dry = new Query(exchange).flag("dry_run");
        List<PriceFile.Entry> entries = PriceFile.read(exchange.json(PriceFile.MAX_BYTES));
        PriceImport wanted =
                PriceImport.of(
                        entries,
                        Set.copyOf(parts.engine().providerTypes()),
                        parts.store().catalog().current(),
                        parts.clock().instant());
        if (!dry && !wanted.prices().isEmpty()) {
            var _ =
                    parts.store()
                            .configuration()
                            .apply(
                                    principal.actor(),
                                    new ConfigurationChange.AddPrices(
                                            wanted.prices(), ConfiguredPrice.Source.IMPORT));
        }
        return Reply.ok(wanted.difference(!dry));
    }

    private String type(Exchange exchange) {
        String type = exchange.part("provider_type");
        if (!parts.engine().providerTypes().contains(type)) {
            throw Problem.notFound(
                    "there is no provider type '"
                            + type
                            + "'; known are "
                            + String.join(", ", parts.engine().providerTypes()));
        }
        return type;
    }

    private static Map<UsageClass, Long> rates(Fields body) {
        Map<UsageClass, Long> rates = new EnumMap<>(UsageClass.class);
        Map<String, String> given = body.texts("rates");
        if (given.isEmpty() && !body.failed("rates")) {
            body.mistake(
                    "rates", "is missing but must name what a class costs, such as input_tokens");
        }
        given.forEach((name, text) -> {
            UsageClass unit = CLASSES.get(name);
            if (unit == null) {
                body.mistake(
                        "rates/" + name,
                        "is not known; known are "
                                + CLASSES.keySet().stream()
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            } else if (!DOLLARS.matcher(text).matches()) {
                body.mistake(
                        "rates/" + name,
                        "is '"
                                + text
                                + "' but must be dollars with at most nine decimals, such as 0.15");
            } else {
                rates.put(unit, Money.dollars(text).nanos());
            }
        });
        return rates;
    }
}
