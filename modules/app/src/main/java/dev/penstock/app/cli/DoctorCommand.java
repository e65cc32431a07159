// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.doctor.Doctor;
import dev.penstock.app.doctor.Outcome;
import dev.penstock.app.doctor.Report;
import java.io.Console;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Looks for what keeps an installation from working.
@CommandLine.Command(
        name = "doctor",
        description = "Look for what keeps the gateway from working; changes nothing.",
        footer = {
            "",
            "With a personal token (--token or PENSTOCK_TOKEN) the gateway at --url is",
            "asked to try its providers as well."
        })
final class DoctorCommand implements Callable<Integer> {

    private static final int WIDTH = 80;

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(names = "--json", description = "Tell it as JSON.")
    private boolean json;

    DoctorCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        Map<String, String> environment = root.surroundings.environment();
        Doctor doctor =
                new Doctor(
                        InstantSource.system(),
                        admin.given(environment) ? admin.client(environment) : null);
        Report report = doctor.examine(root::settings);
        if (json) {
            root.say(report.json());
        } else {
            report.lines(width(environment), colour(environment)).forEach(root::say);
        }
        return report.outcome() == Outcome.FAIL ? 1 : 0;
    }

    private static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("\\d{2,3}") ? Integer.parseInt(columns) : WIDTH;
    }

    private static boolean colour(Map<String, String> environment) {
        // From Java 25 on there is none again where the output is redirected.
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }
}
