// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app;

import dev.penstock.app.cli.CommandLineProgram;
import dev.penstock.app.log.LogKeeper;

/// The program.
public final class Main {

    private Main() {}

    /// Runs a command and ends the process with its exit code.
    ///
    /// @param arguments as typed; none serves
    public static void main(String[] arguments) {
        // Read once, before the first line is logged.
        System.setProperty("java.util.logging.manager", LogKeeper.class.getName());
        System.exit(CommandLineProgram.ofProcess().run(arguments));
    }
}
