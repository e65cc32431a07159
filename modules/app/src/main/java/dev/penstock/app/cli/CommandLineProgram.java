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
        Failures failures = new Failures(surroundings.err());
        int code =
                servesOnly(arguments)
                        ? serve(root, failures)
                        : commands(root, failures).execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return code;
    }

    // Understanding options takes a quarter of a start, so a start without any does without.
    private static boolean servesOnly(String... arguments) {
        return arguments.length == 0 || (arguments.length == 1 && arguments[0].equals("serve"));
    }

    private static int serve(PenstockCommand root, Failures failures) {
        try {
            return root.call();
        } catch (RuntimeException e) {
            return failures.tell(e, root.verbose);
        }
    }

    private CommandLine commands(PenstockCommand root, Failures failures) {
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new ServeCommand(root));
        line.addSubcommand(new MigrateCommand(root));
        line.addSubcommand(new ApplyCommand(root));
        line.addSubcommand(new ExportCommand(root));
        line.addSubcommand(new RekeyCommand(root));
        line.addSubcommand(new BackupCommand(root));
        line.addSubcommand(new RestoreCommand(root));
        line.addSubcommand(new ValidateCommand(root));
        line.addSubcommand(new DoctorCommand(root));
        configuring(line, root);
        VersionCommand version = new VersionCommand(root);
        line.addSubcommand(version);
        line.getCommandSpec().versionProvider(version);
        line.addSubcommand(new HelpCommand(root));
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setExecutionExceptionHandler(failures);
        line.setParameterExceptionHandler(failures);
        line.setUsageHelpAutoWidth(true);
        // Help says `--name NAME`, as people write it; with `=` it is understood as well.
        line.setSeparator(" ");
        return line;
    }

    // What a running gateway is asked with a personal token.
    private static void configuring(CommandLine line, PenstockCommand root) {
        line.addSubcommand(
                group(
                        new KeyCommand(),
                        new KeyIssueCommand(root),
                        new KeyListCommand(root),
                        KeySwitchCommand.off(root),
                        KeySwitchCommand.on(root),
                        new KeyRotateCommand(root),
                        new KeyRevokeCommand(root),
                        new KeyCheckCommand(root)));
        line.addSubcommand(
                group(
                        new ProviderCommand(),
                        new ProviderAddCommand(root),
                        new ProviderListCommand(root),
                        new ProviderTestCommand(root),
                        new ProviderRemoveCommand(root)));
        line.addSubcommand(
                group(
                        new ModelCommand(),
                        new ModelAddCommand(root),
                        new ModelListCommand(root),
                        new ModelRemoveCommand(root)));
        line.addSubcommand(
                group(
                        new PriceCommand(),
                        new PriceListCommand(root),
                        new PriceImportCommand(root)));
        line.addSubcommand(new CallsCommand(root));
        line.addSubcommand(new UsageCommand(root));
        line.addSubcommand(
                group(
                        new SettingCommand(),
                        new SettingListCommand(root),
                        new SettingSetCommand(root),
                        new SettingUnsetCommand(root)));
        line.addSubcommand(new AuditCommand(root));
    }

    private static CommandLine group(Object command, Object... commands) {
        CommandLine group = new CommandLine(command);
        List.of(commands).forEach(group::addSubcommand);
        return group;
    }
}
