// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Lists prices.
@CommandLine.Command(
        name = "list",
        description = "List the prices in force, in US dollars per million tokens.")
final class PriceListCommand implements Callable<Integer> {

    private static final int PAGE = 500;

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only those of a provider type, such as openai.")
    private @Nullable String type;

    @CommandLine.Option(
            names = "--model",
            paramLabel = "TEXT",
            description = "Only models whose name has this in it.")
    private @Nullable String model;

    PriceListCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AdminClient client = admin.client(root.surroundings.environment());
        Table table = new Table("TYPE", "MODEL", "INPUT", "CACHED", "OUTPUT", "TIERS", "SOURCE");
        String after = null;
        do {
            JsonNode page =
                    client.get(
                            new QueryText("/prices")
                                    .with("provider_type", type)
                                    .with("model", model)
                                    .with("limit", PAGE)
                                    .with("after", after)
                                    .toString());
            page.path("data").forEach(price -> add(table, price));
            after = page.path("next").asString(null);
        } while (after != null);
        table.lines().forEach(root::say);
        return 0;
    }

    private static void add(Table table, JsonNode price) {
        JsonNode rates = price.path("rates");
        table.add(
                price.path("provider_type").asString(""),
                price.path("model").asString(""),
                rates.path("input_tokens").asString("-"),
                rates.path("cache_read_tokens").asString("-"),
                rates.path("output_tokens").asString("-"),
                Integer.toString(price.path("tiers").size()),
                price.path("source").asString(""));
    }
}
