// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Removes a provider.
@CommandLine.Command(name = "remove", description = "Remove a provider with its credentials.")
final class ProviderRemoveCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "UID", description = "The provider, by uid or id.")
    private String uid = "";

    ProviderRemoveCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AdminClient client = admin.client(root.surroundings.environment());
        String id = client.named("/providers", "provider", "uid", uid).path("id").asString("");
        client.delete("/providers/" + id);
        root.say("Provider '" + uid + "' is removed.");
        return 0;
    }
}
