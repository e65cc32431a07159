// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Revokes a key.
@CommandLine.Command(name = "revoke", description = "Revoke a key, at once and for ever.")
final class KeyRevokeCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "ID", description = "The id that 'key list' shows.")
    private String id = "";

    KeyRevokeCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        UUID key = KeyId.parse(id);
        admin.client(root.surroundings.environment()).delete("/keys/" + key);
        root.say("Key " + key + " is revoked.");
        return 0;
    }
}
