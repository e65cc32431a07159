// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Lists providers.
@CommandLine.Command(name = "list", description = "List the configured providers, oldest first.")
final class ProviderListCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    ProviderListCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Table table = new Table("UID", "TYPE", "BASE URL", "CREDENTIALS", "STATE", "ID");
        for (JsonNode provider : admin.client(root.surroundings.environment()).all("/providers")) {
            String baseUrl = provider.path("base_url").asString("");
            table.add(
                    provider.path("uid").asString(""),
                    provider.path("type").asString(""),
                    baseUrl.isEmpty() ? "-" : baseUrl,
                    Integer.toString(provider.path("credentials").asInt(0)),
                    provider.path("enabled").asBoolean(false) ? "enabled" : "disabled",
                    provider.path("id").asString(""));
        }
        table.lines().forEach(root::say);
        return 0;
    }
}
