// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Providers.
@CommandLine.Command(
        name = "provider",
        description = "Add, list, test and remove providers.",
        synopsisSubcommandLabel = "(add | list | test | remove)",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "They talk to a running gateway and need a personal token, which the setup",
            "page shows: set PENSTOCK_TOKEN to it, and PENSTOCK_URL where the gateway is",
            "not http://127.0.0.1:8000."
        })
final class ProviderCommand implements Runnable {

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "provider needs one of add, list, test and remove");
        }
    }
}
