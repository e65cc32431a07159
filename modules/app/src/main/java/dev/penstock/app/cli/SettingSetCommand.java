// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Sets a setting.
@CommandLine.Command(name = "set", description = "Set a setting, at all replicas at once.")
final class SettingSetCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "Such as log.level.")
    private String name = "";

    @CommandLine.Parameters(index = "1", paramLabel = "VALUE", description = "Its value.")
    private String value = "";

    SettingSetCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        String path = "/settings/" + QueryText.encoded(name);
        admin.client(root.surroundings.environment()).put(path, Map.of("value", value));
        root.say(name + " is " + value + ".");
        return 0;
    }
}
