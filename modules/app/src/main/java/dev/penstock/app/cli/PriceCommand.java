// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Prices.
@CommandLine.Command(
        name = "price",
        description = "List prices, and import a price file.",
        synopsisSubcommandLabel = "(list | import)",
        commandListHeading = "%nCommands:%n")
final class PriceCommand implements Runnable {

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "price needs one of list and import");
        }
    }
}
