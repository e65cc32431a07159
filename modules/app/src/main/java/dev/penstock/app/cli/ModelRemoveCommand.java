// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Removes a public model name.
@CommandLine.Command(name = "remove", description = "Remove a public model name.")
final class ModelRemoveCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "NAME", description = "The model, by name or id.")
    private String name = "";

    ModelRemoveCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AdminClient client = admin.client(root.surroundings.environment());
        String id = client.named("/models", "model", "name", name).path("id").asString("");
        client.delete("/models/" + id);
        root.say("Model '" + name + "' is removed.");
        return 0;
    }
}
