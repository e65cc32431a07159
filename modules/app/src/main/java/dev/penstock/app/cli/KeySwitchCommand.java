// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Switches a key off or on. What it is called says which.
@CommandLine.Command
final class KeySwitchCommand implements Callable<Integer> {

    private final PenstockCommand root;
    private final boolean disabled;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "ID", description = "The id that 'key list' shows.")
    private String id = "";

    private KeySwitchCommand(PenstockCommand root, boolean disabled) {
        this.root = root;
        this.disabled = disabled;
    }

    /// The command that switches a key off.
    static CommandLine off(PenstockCommand root) {
        return line(
                new KeySwitchCommand(root, true),
                "disable",
                "Switch a key off, until 'key enable' switches it on.");
    }

    /// The command that switches a key on.
    static CommandLine on(PenstockCommand root) {
        return line(
                new KeySwitchCommand(root, false),
                "enable",
                "Switch a key on that 'key disable' switched off.");
    }

    private static CommandLine line(KeySwitchCommand command, String name, String description) {
        CommandLine line = new CommandLine(command);
        line.setCommandName(name);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() {
        UUID key = KeyId.parse(id);
        var _ =
                admin.client(root.surroundings.environment())
                        .patch("/keys/" + key, Map.of("disabled", disabled));
        root.say("Key " + key + " is " + (disabled ? "disabled." : "enabled."));
        return 0;
    }
}
