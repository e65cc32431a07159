// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Penstock as its launcher starts it: the module path of the build, the embedded database, the journal
/// and an issued key.
final class Gateway implements AutoCloseable {

    /// The flags of the launcher; a test compares them with it.
    static final List<String> LAUNCHER_FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:-HeapDumpOnOutOfMemoryError",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:-UsePerfData",
                    "-Xms24m");

    static final String MODEL = "bench-model";
    static final String TRANSLATED = "bench-translated";

    private static final String SETUP_TOKEN = "bench-setup-token-0123456789";
    private static final Duration READY = Duration.ofMinutes(2);
    private static final String READY_LINE = "Penstock is ready on ";

    private final Installation installation;
    private final Child process;
    private final URI origin;
    private final double startSeconds;

    /// Where a gateway lives and how it is started.
    ///
    /// @param root of the source tree
    /// @param folder for its data
    /// @param placement on which cores
    /// @param flags of the JVM besides the launcher's
    /// @param archive the unpacked archive that is started instead of the build, or null
    record Installation(
            Path root,
            Path folder,
            Placement placement,
            List<String> flags,
            @Nullable Path archive) {

        /// The same, started from an archive by its own launcher.
        Installation from(Path unpacked) {
            return new Installation(root, folder, placement, flags, unpacked);
        }

        /// The folder of its database.
        Path data() {
            return folder.resolve("data");
        }
    }

    private Gateway(Installation installation, Child process, URI origin, double startSeconds) {
        this.installation = installation;
        this.process = process;
        this.origin = origin;
        this.startSeconds = startSeconds;
    }

    /// Starts it and waits until it says that it is ready.
    static Gateway start(Installation installation) {
        Path lib = installation.root().resolve("modules/app/target/dist/lib");
        if (!Files.isDirectory(lib)) {
            throw new BenchException(
                    "There is no gateway at " + lib + "; build it with ./penstock version");
        }
        try {
            Files.createDirectories(installation.folder());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        ProcessBuilder command = command(installation, lib);
        long begin = System.nanoTime();
        Child process = Child.start("penstock", command);
        try {
            String line = process.await(each -> each.contains(READY_LINE), READY);
            double seconds = (System.nanoTime() - begin) / 1e9;
            int at = line.indexOf(READY_LINE) + READY_LINE.length();
            return new Gateway(installation, process, URI.create(line.substring(at)), seconds);
        } catch (RuntimeException failed) {
            process.close();
            throw failed;
        }
    }

    private static ProcessBuilder command(Installation installation, Path lib) {
        Path archive = installation.archive();
        List<String> command =
                archive == null
                        ? ofBuild(installation, lib)
                        : List.of(archive.resolve("bin/penstock").toString(), "serve");
        ProcessBuilder builder = installation.placement().measured(command);
        builder.directory(installation.folder().toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PENSTOCK_"));
        environment.put("PENSTOCK_HOME", installation.folder().toString());
        environment.put("PENSTOCK_JAVA_OPTS", String.join(" ", installation.flags()));
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", "0");
        environment.put("PENSTOCK_MANAGEMENT_PORT", "0");
        environment.put("PENSTOCK_DEMO", "false");
        environment.put("PENSTOCK_SETUP_TOKEN", SETUP_TOKEN);
        return builder;
    }

    private static List<String> ofBuild(Installation installation, Path lib) {
        List<String> command = new ArrayList<>(List.of(Stage.java()));
        command.addAll(LAUNCHER_FLAGS);
        command.addAll(installation.flags());
        command.addAll(
                List.of(
                        "-Dpenstock.home=" + installation.folder(),
                        "-p",
                        lib.toString(),
                        "-m",
                        "dev.penstock.app/dev.penstock.app.Main",
                        "serve"));
        return command;
    }

    /// Claims it, configures both formats of the mock upstream as providers, and issues a key.
    ///
    /// @return the key
    String configure(int mockPort) {
        try (AdminApi admin = new AdminApi(origin)) {
            admin.setup(SETUP_TOKEN);
            String mock = "http://127.0.0.1:" + mockPort;
            admin.addProvider("openai", "openai", mock + "/v1");
            admin.addProvider("anthropic", "anthropic", mock);
            // Models that have a price, so that cost is computed.
            admin.addModel(MODEL, "openai", "gpt-4.1-mini");
            admin.addModel(TRANSLATED, "anthropic", "claude-haiku-4-5");
            return admin.issueKey();
        }
    }

    /// Callers' view of it.
    ///
    /// @param name in tables
    Target target(String name, String key, String model) {
        return new Target(
                name,
                origin.getPort(),
                "/v1/chat/completions",
                "Bearer " + key,
                model,
                process.pids());
    }

    /// From the start of the process until it said that it is ready.
    double startSeconds() {
        return startSeconds;
    }

    List<Long> pids() {
        return process.pids();
    }

    /// Stops it and starts it again, after something was done to its data.
    Gateway restarted(Runnable meanwhile) {
        process.close();
        meanwhile.run();
        return start(installation);
    }

    @Override
    public void close() {
        process.close();
    }
}
