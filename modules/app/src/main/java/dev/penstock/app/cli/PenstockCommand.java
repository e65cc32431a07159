// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.settings.Settings;
import dev.penstock.app.settings.SettingsReader;
import dev.penstock.app.settings.SettingsSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The program itself; without a command it serves.
@CommandLine.Command(
        name = "penstock",
        description =
                "A self-hosted gateway to AI providers: issue keys, route models, keep the books.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nSettings come from penstock.yaml and the environment:%n",
        footer = {
            "  PORT, HOST                 where to listen (8000, 0.0.0.0)",
            "  PENSTOCK_DATA              the folder of the database (data)",
            "  PENSTOCK_DATABASE_URL      PostgreSQL instead of the embedded database",
            "  PENSTOCK_PLUGINS           the folder of plugin jars (plugins)",
            "  PENSTOCK_MASTER_KEY        encrypts stored secrets (data/master.key)",
            "  PENSTOCK_MANAGEMENT_PORT   where health is told (8001)",
            "",
            "First steps: run 'penstock', and do what it prints."
        })
final class PenstockCommand implements Callable<Integer> {

    final Surroundings surroundings;

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Read this file instead of penstock.yaml.")
    @Nullable Path config;

    @CommandLine.Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Set one thing, over file and environment.")
    Map<String, String> set = new HashMap<>();

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this.")
    boolean help;

    @CommandLine.Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Tell the version.")
    boolean version;

    @CommandLine.Option(
            names = "--verbose",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Log more, and show stack traces.")
    boolean verbose;

    PenstockCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return new ServeCommand(this).call();
    }

    /// The settings that the options, the file and the environment give.
    Settings settings() {
        if (!Files.isDirectory(surroundings.home())) {
            throw new CommandFailure(
                    "PENSTOCK_HOME is "
                            + surroundings.home()
                            + " but there is no such folder; make it or name another");
        }
        return SettingsReader.read(
                new SettingsSources(set, surroundings.environment(), config, surroundings.home()));
    }

    void say(String line) {
        surroundings.out().println(line);
    }
}
