// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Offline;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Applies missing migrations.
@CommandLine.Command(
        name = "migrate",
        description = "Bring the database to this version; the server must be stopped.")
final class MigrateCommand implements Callable<Integer> {

    private final PenstockCommand root;

    MigrateCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        int applied = Offline.migrate(root.settings());
        root.say(
                switch (applied) {
                    case 0 -> "The database is up to date.";
                    case 1 -> "1 migration was applied.";
                    default -> applied + " migrations were applied.";
                });
        return 0;
    }
}
