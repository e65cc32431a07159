// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// What `--help` says, for those who type it as a command.
@CommandLine.Command(name = "help", description = "Tell the commands, or the options of one.")
final class HelpCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "COMMAND", description = "Such as key issue.")
    private List<String> names = List.of();

    HelpCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        CommandLine own = Objects.requireNonNull(spec).commandLine();
        CommandLine command = own.getParent();
        for (String name : names) {
            command = command.getSubcommands().get(name);
            if (command == null) {
                throw new CommandLine.ParameterException(
                        own, "there is no command '" + String.join(" ", names) + "'");
            }
        }
        command.usage(root.surroundings.out());
        return 0;
    }
}
