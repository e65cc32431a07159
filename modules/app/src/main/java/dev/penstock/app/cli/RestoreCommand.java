// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Offline;
import dev.penstock.app.settings.Settings;
import dev.penstock.state.StoreFactory.Restored;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Puts a backup into the data folder.
@CommandLine.Command(
        name = "restore",
        description = "Put a backup into the data folder; the server must be stopped.",
        footer = {
            "",
            "Nothing is changed before the whole file was found sound and the master key",
            "to fit. Put that key into data/master.key or PENSTOCK_MASTER_KEY first."
        })
final class RestoreCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Parameters(paramLabel = "FILE", description = "A file that backup has written.")
    private Path file = Path.of("");

    @CommandLine.Option(
            names = "--replace",
            description = "Move a database that is there aside; nothing is deleted.")
    private boolean replace;

    RestoreCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        Settings settings = root.settings();
        Restored restored = Offline.restore(settings, file, replace);
        root.say(
                "The backup of "
                        + restored.manifest().created()
                        + " by version "
                        + restored.manifest().version()
                        + " is in "
                        + settings.data()
                        + ".");
        if (restored.before() != null) {
            root.say("What was there before is in " + restored.before() + ".");
        }
        root.say("Calls that were under way then are settled as estimates by the next start.");
        return 0;
    }
}
