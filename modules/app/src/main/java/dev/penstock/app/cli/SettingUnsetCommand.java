// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Goes back to a default.
@CommandLine.Command(name = "unset", description = "Go back to the default of a setting.")
final class SettingUnsetCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "NAME", description = "Such as log.level.")
    private String name = "";

    SettingUnsetCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        admin.client(root.surroundings.environment())
                .delete("/settings/" + QueryText.encoded(name));
        root.say(name + " has its default again.");
        return 0;
    }
}
