// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Settings that need no restart.
@CommandLine.Command(
        name = "setting",
        description = "List, set and unset settings that need no restart.",
        synopsisSubcommandLabel = "(list | set | unset)",
        commandListHeading = "%nCommands:%n")
final class SettingCommand implements Runnable {

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "setting needs one of list, set and unset");
        }
    }
}
