// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Offline;
import dev.penstock.app.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Looks whether a start would succeed, without one.
@CommandLine.Command(
        name = "validate",
        description = "Check settings, store and plugins without starting; tells all mistakes.")
final class ValidateCommand implements Callable<Integer> {

    private final PenstockCommand root;

    ValidateCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        Settings settings = root.settings();
        Offline.Checked checked = Offline.check(settings, root.surroundings.environment());
        checked.mistakes()
                .forEach(mistake -> root.surroundings.err().println("penstock: " + mistake));
        if (!checked.mistakes().isEmpty()) {
            return 1;
        }
        root.say(
                checked.running()
                        ? "A gateway is running here, with data in "
                                + settings.data()
                                + "; checked everything else."
                        : "A start would succeed, with data in " + settings.data() + ".");
        return 0;
    }
}
