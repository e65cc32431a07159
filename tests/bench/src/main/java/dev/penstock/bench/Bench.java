// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command that measures. Exit codes: 0, 1 when something failed, 2 when the command line was not
/// understood, 3 when other load made figures worthless.
@Command(
        name = "tests/bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures Penstock against nginx and against no proxy at all.",
            "Everything runs on loopback and ends with the command."
        })
final class Bench implements Callable<Integer> {

    static final int FAILED = 1;
    static final int DISTURBED = 3;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description =
                    "relay-json, relay-stream, slow-readers, translate-json, start, growth,"
                            + " endurance, open-streams; all of them when none is named")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--full", description = "the counts that published figures are made with")
    private boolean full;

    @Option(names = "--quick", description = "small counts: everything in a few minutes")
    private boolean quick;

    @Option(names = "--smoke", description = "tiny counts: shows that everything works")
    private boolean smoke;

    @Option(names = "--repeats", description = "samples of each subject")
    private @Nullable Integer repeats;

    @Option(names = "--seconds", description = "length of a sample")
    private @Nullable Integer seconds;

    @Option(names = "--warm", description = "seconds of load before the first sample")
    private @Nullable Integer warm;

    @Option(names = "--slow", description = "slow readers")
    private @Nullable Integer slow;

    @Option(names = "--ledger-rows", description = "rows of the long ledger of growth")
    private @Nullable Long ledgerRows;

    @Option(names = "--requests", description = "requests of endurance")
    private @Nullable Long requests;

    @Option(names = "--streams", description = "streams of open-streams")
    private @Nullable Integer openStreams;

    @Option(
            names = "--jfr",
            description = "instead of measuring, profile the gateway during relay-json")
    private boolean jfr;

    @Option(
            names = "--java-opts",
            defaultValue = "",
            description = "flags for the gateway's JVM besides the launcher's, in one word")
    private String javaOptions = "";

    @Option(
            names = "--noise-limit",
            defaultValue = "0.10",
            description = "cores that others may use during a sample (${DEFAULT-VALUE})")
    private double noiseLimit;

    @Option(names = "--accept-noise", description = "print disturbed figures too, marked")
    private boolean acceptNoise;

    @Option(
            names = "--out",
            description = "folder for bench.md and bench.json, or profile.txt and the recording")
    private Path out = Path.of("target/bench");

    @Option(names = "--root", hidden = true, description = "the source tree")
    private Path root = Path.of("");

    /// Entry of the command.
    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    static CommandLine command() {
        CommandLine command = new CommandLine(new Bench());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof BenchException told) {
                line.getErr().println("bench: " + told.getMessage());
                return failure instanceof DisturbedException ? DISTURBED : FAILED;
            }
            throw failure;
        });
        return command;
    }

    @Override
    public Integer call() throws IOException {
        List<Scenario> chosen =
                scenarios.isEmpty()
                        ? List.of(Scenario.values())
                        : scenarios.stream().map(Scenario::of).toList();
        Path tree = root.toAbsolutePath().normalize();
        Plan plan = plan();
        Path work = Files.createTempDirectory("penstock-bench-");
        try {
            if (jfr) {
                profile(tree, work, plan);
                return 0;
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Scenario scenario : chosen) {
                System.err.println("bench: " + scenario.id());
                outcomes.add(perform(tree, work.resolve(scenario.id()), plan, scenario::run));
            }
            Report report =
                    new Report(
                            Machine.here(tree, InstantSource.system()),
                            plan,
                            javaOptions,
                            noiseLimit,
                            outcomes);
            System.out.println(report.markdown());
            report.write(out);
            System.err.println("bench: written to " + out.toAbsolutePath());
            return 0;
        } finally {
            delete(work);
        }
    }

    private void profile(Path tree, Path work, Plan plan) throws IOException {
        String profile = perform(tree, work, plan, Profile::run);
        System.out.println(profile);
        Files.createDirectories(out);
        Files.writeString(out.resolve("profile.txt"), profile);
        Files.copy(
                work.resolve(Profile.RECORDING),
                out.resolve(Profile.RECORDING),
                StandardCopyOption.REPLACE_EXISTING);
        System.err.println("bench: written to " + out.toAbsolutePath());
    }

    private <T> T perform(
            Path tree, Path folder, Plan plan, java.util.function.Function<Stage, T> scenario) {
        Stage.Setting setting =
                new Stage.Setting(
                        tree,
                        folder,
                        Placement.of(Runtime.getRuntime().availableProcessors()),
                        plan,
                        noiseLimit,
                        acceptNoise,
                        javaOptions.isBlank()
                                ? List.of()
                                : List.of(javaOptions.strip().split("\\s+", -1)));
        try (Stage stage = new Stage(setting)) {
            return scenario.apply(stage);
        }
    }

    private Plan plan() {
        Plan plan = smoke ? Plan.smoke() : quick ? Plan.quick() : full ? Plan.full() : Plan.brief();
        return plan.with(
                new Plan.Wishes(repeats, warm, seconds, slow, ledgerRows, requests, openStreams));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
