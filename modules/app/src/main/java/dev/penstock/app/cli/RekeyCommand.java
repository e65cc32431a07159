// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Offline;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Puts a new master key in the place of the old one.
@CommandLine.Command(
        name = "rekey",
        description = "Encrypt stored secrets anew; the server must be stopped.",
        footer = {
            "",
            "The new key is read from PENSTOCK_NEW_MASTER_KEY. Without it, one is",
            "made when the old key comes from the file data/master.key."
        })
final class RekeyCommand implements Callable<Integer> {

    static final String VARIABLE = "PENSTOCK_NEW_MASTER_KEY";

    private final PenstockCommand root;

    RekeyCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        Settings settings = root.settings();
        String given = root.surroundings.environment().getOrDefault(VARIABLE, "").strip();
        int count = Offline.rekey(settings, given.isEmpty() ? null : Secret.of(given));
        root.say(count + " secrets were encrypted with the new master key.");
        root.say(
                settings.masterKey() == null
                        ? "The key in " + settings.data().resolve("master.key") + " is the new one."
                        : "Set PENSTOCK_MASTER_KEY to the new key before the next start.");
        root.say("Backups made before need the old key: keep it with them.");
        return 0;
    }
}
