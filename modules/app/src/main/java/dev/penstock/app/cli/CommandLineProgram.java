// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.List;
import picocli.CommandLine;

/// The command line.
public final class CommandLineProgram {

    private final Surroundings surroundings;

    CommandLineProgram(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// The command line of this process.
    public static CommandLineProgram ofProcess() {
        return new CommandLineProgram(Surroundings.ofProcess());
    }

    /// Runs a command.
    ///
    /// @param arguments as typed
    /// @return 0, 1 when the command failed, 2 when it was not understood
    public int run(String... arguments) {
        PenstockCommand root = new PenstockCommand(surroundings);
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new ServeCommand(root));
        line.addSubcommand(new MigrateCommand(root));
        line.addSubcommand(new RekeyCommand(root));
        line.addSubcommand(new BackupCommand(root));
        line.addSubcommand(new RestoreCommand(root));
        line.addSubcommand(new ValidateCommand(root));
        CommandLine key = new CommandLine(new KeyCommand());
        List.of(
                        new KeyIssueCommand(root),
                        new KeyListCommand(root),
                        new KeyRevokeCommand(root),
                        new KeyCheckCommand(root))
                .forEach(key::addSubcommand);
        line.addSubcommand(key);
        VersionCommand version = new VersionCommand(root);
        line.addSubcommand(version);
        line.getCommandSpec().versionProvider(version);
        line.addSubcommand(new HelpCommand(root));
        Failures failures = new Failures(surroundings.err());
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setExecutionExceptionHandler(failures);
        line.setParameterExceptionHandler(failures);
        line.setUsageHelpAutoWidth(true);
        // Help says `--name NAME`, as people write it; with `=` it is understood as well.
        line.setSeparator(" ");
        int code = line.execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return code;
    }
}
