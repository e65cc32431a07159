// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Imports a price file.
@CommandLine.Command(
        name = "import",
        description = "Import a price file of LiteLLM's shape, and tell what it changes.")
final class PriceImportCommand implements Callable<Integer> {

    private static final long MOST = 8L << 20;

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "FILE", description = "The price file.")
    private @Nullable Path file;

    @CommandLine.Option(names = "--dry-run", description = "Only tell what it would change.")
    private boolean dryRun;

    PriceImportCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AdminClient client = admin.client(root.surroundings.environment());
        JsonNode difference =
                client.post(dryRun ? "/prices/import?dry_run=true" : "/prices/import", content());
        Table table = new Table("TYPE", "MODEL", "INPUT", "OUTPUT");
        difference
                .path("added")
                .forEach(row -> {
                    JsonNode rates = row.path("price").path("rates");
                    table.add(
                            row.path("provider_type").asString(""),
                            row.path("model").asString(""),
                            rate(rates, "input_tokens"),
                            rate(rates, "output_tokens"));
                });
        difference
                .path("changed")
                .forEach(row -> {
                    JsonNode before = row.path("before").path("rates");
                    JsonNode after = row.path("after").path("rates");
                    table.add(
                            row.path("provider_type").asString(""),
                            row.path("model").asString(""),
                            rate(before, "input_tokens") + " -> " + rate(after, "input_tokens"),
                            rate(before, "output_tokens") + " -> " + rate(after, "output_tokens"));
                });
        table.lines().forEach(root::say);
        root.surroundings
                .err()
                .println(
                        "%s: %d new, %d changed, %d as before, %d skipped."
                                .formatted(
                                        dryRun ? "Nothing was changed" : "Imported",
                                        difference.path("added").size(),
                                        difference.path("changed").size(),
                                        difference.path("unchanged").intValue(),
                                        difference.path("skipped").size()));
        return 0;
    }

    private byte[] content() {
        if (file == null) {
            throw new CommandFailure("no price file is given");
        }
        try {
            if (Files.size(file) > MOST) {
                throw new CommandFailure(file + " is larger than 8 MiB, which is the most");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read; check its name and rights", e);
        }
    }

    private static String rate(JsonNode rates, String name) {
        return rates.path(name).asString("-");
    }
}
