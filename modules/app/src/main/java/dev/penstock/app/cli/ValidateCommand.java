// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Offline;
import dev.penstock.app.settings.Settings;
import java.util.List;
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
        List<String> mistakes = Offline.check(settings);
        mistakes.forEach(mistake -> root.surroundings.err().println("penstock: " + mistake));
        if (!mistakes.isEmpty()) {
            return 1;
        }
        root.say("A start would succeed, with data in " + settings.data() + ".");
        return 0;
    }
}
