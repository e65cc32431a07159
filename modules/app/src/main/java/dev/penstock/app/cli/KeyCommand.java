// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Issued keys.
@CommandLine.Command(
        name = "key",
        description = "Issue, list, switch, rotate, revoke and check keys of applications.",
        synopsisSubcommandLabel = "(issue | list | disable | enable | rotate | revoke | check)",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "All but check talk to a running gateway and need a personal token, which the",
            "setup page shows: set PENSTOCK_TOKEN to it, and PENSTOCK_URL where the gateway",
            "is not http://127.0.0.1:8000."
        })
final class KeyCommand implements Runnable {

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "key needs one of issue, list, disable, enable, rotate, revoke and check");
        }
    }
}
