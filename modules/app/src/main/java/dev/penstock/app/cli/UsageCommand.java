// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Shows usage.
@CommandLine.Command(
        name = "usage",
        description = "Show what was used and what it cost, in US dollars.")
final class UsageCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "none",
            description =
                    "Group by key, team, project, model, provider, credential, outcome, hour or"
                            + " day.")
    private String by = "none";

    @CommandLine.Option(
            names = "--from",
            paramLabel = "TIME",
            description = "A UTC time; else 30 days ago.")
    private @Nullable String from;

    @CommandLine.Option(names = "--to", paramLabel = "TIME", description = "A UTC time; else now.")
    private @Nullable String to;

    UsageCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        String path =
                new QueryText("/usage").with("by", by).with("from", from).with("to", to).toString();
        JsonNode rows = admin.client(root.surroundings.environment()).get(path).path("data");
        Table table =
                new Table("GROUP", "CALLS", "ATTEMPTS", "FAILURES", "INPUT", "OUTPUT", "COST");
        for (JsonNode row : rows) {
            String group = row.path("group").asString("");
            table.add(
                    group.isEmpty() ? "-" : group,
                    row.path("calls").asString(""),
                    row.path("attempts").asString(""),
                    row.path("failures").asString(""),
                    row.path("input_tokens").asString(""),
                    row.path("output_tokens").asString(""),
                    row.path("cost_usd").asString(""));
        }
        table.lines().forEach(root::say);
        return 0;
    }
}
