// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Lists public model names.
@CommandLine.Command(name = "list", description = "List the public model names.")
final class ModelListCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    ModelListCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Table table = new Table("NAME", "PROVIDER", "MODEL", "ID");
        for (JsonNode model : admin.client(root.surroundings.environment()).all("/models")) {
            table.add(
                    model.path("name").asString(""),
                    model.path("provider").asString(""),
                    model.path("model").asString(""),
                    model.path("id").asString(""));
        }
        table.lines().forEach(root::say);
        return 0;
    }
}
