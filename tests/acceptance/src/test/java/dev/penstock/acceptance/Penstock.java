// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The whole server in a process of its own, started as a user starts it.
final class Penstock implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GONE = Duration.ofSeconds(40);
    private static final Pattern READY_LINE =
            Pattern.compile("Penstock is ready on (https?://[^\\s]+:\\d+)");
    private static final Pattern MANAGEMENT_LINE =
            Pattern.compile("Management on (http://[^\\s]+:\\d+)");
    private static final Pattern SETUP = Pattern.compile("/setup\\?token=([A-Za-z0-9._~-]+)");
    private static final Pattern KEY = Pattern.compile("(sk-pst-[A-Za-z0-9]+)");

    private final Process process;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Penstock(Process process) {
        this.process = process;
        Thread.ofVirtual().name("penstock-output").start(this::readLines);
    }

    /// Starts on free ports with its data in that folder, and waits until it is ready.
    ///
    /// @param options of the command line, after the command
    static Penstock start(Path data, Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(options));
        Penstock penstock = begin(data, environment, arguments, StartCache.FLAGS);
        penstock.awaitReady();
        return penstock;
    }

    /// Starts, writes at its end what the flags ask for, and stops.
    static void train(Path data, List<String> flags) {
        Penstock penstock = begin(data, Map.of(), List.of("serve"), flags);
        penstock.awaitReady();
        // Not by the process itself, which would close the pipe that the end is still told in.
        var _ = penstock.process().destroy();
        penstock.awaitExit();
    }

    /// Runs another command to its end.
    static Penstock run(Path data, Map<String, String> environment, String... arguments) {
        Penstock penstock = begin(data, environment, List.of(arguments), StartCache.FLAGS);
        penstock.awaitExit();
        penstock.awaitOutputEnd();
        return penstock;
    }

    private static Penstock begin(
            Path data,
            Map<String, String> environment,
            List<String> arguments,
            List<String> flags) {
        Path lib = Repository.root().resolve("modules/app/target/dist/lib");
        if (!Files.isDirectory(lib)) {
            throw new AssertionError(
                    "There is no server at " + lib + "; build it with ./mvnw package first");
        }
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-Xlog:aot*=off",
                        "-p",
                        lib.toString());
        builder.command().addAll(flags);
        builder.command().addAll(List.of("-m", "dev.penstock.app/dev.penstock.app.Main"));
        builder.command().addAll(arguments);
        builder.environment().keySet().removeIf(name -> name.startsWith("PENSTOCK_"));
        builder.environment()
                .putAll(
                        Map.of(
                                "HOST", "127.0.0.1",
                                "PORT", "0",
                                "PENSTOCK_MANAGEMENT_PORT", "0",
                                "PENSTOCK_DATA", data.resolve("data").toString(),
                                "PENSTOCK_PLUGINS", plugins(data).toString()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.directory(data.toFile()).redirectErrorStream(true).start();
            // A test run that is cut short leaves no server behind.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new Penstock(process);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void awaitReady() {
        try {
            await(READY_LINE, READY);
        } catch (AssertionError notReady) {
            process.destroyForcibly();
            throw notReady;
        }
    }

    /// The demo provider as a stranger's plugin would lie there.
    private static Path plugins(Path data) {
        Path folder = data.resolve("plugins");
        Path target = Repository.root().resolve("examples/demo-provider/target");
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(target, "penstock-demo-provider-*[!s].jar")) {
            Files.createDirectories(folder);
            for (Path jar : jars) {
                Files.copy(
                        jar,
                        folder.resolve(jar.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "No demo provider; build it with ./mvnw package first", missing);
        }
        return folder;
    }

    /// Where it answers.
    URI origin() {
        return URI.create(await(READY_LINE, READY).group(1).replace("0.0.0.0", "127.0.0.1"));
    }

    /// Its process, as the operating system knows it.
    ProcessHandle process() {
        return process.toHandle();
    }

    /// The token of the setup link it printed.
    String setupToken() {
        return await(SETUP, READY).group(1);
    }

    /// The key for the demo that it printed, empty when it printed none until it was ready.
    Optional<String> demoKey() {
        Matcher matcher = KEY.matcher(log());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// Everything it has printed.
    String log() {
        lock.lock();
        try {
            return String.join("\n", lines);
        } finally {
            lock.unlock();
        }
    }

    /// Where it tells its health.
    URI management() {
        return URI.create(await(MANAGEMENT_LINE, READY).group(1));
    }

    /// Asks it to stop (SIGTERM) and goes on.
    void askToStop() {
        process.destroy();
    }

    /// Asks it to stop (SIGTERM) and waits until it is gone.
    ///
    /// @return its exit code
    int terminate() {
        process.destroy();
        return awaitExit();
    }

    /// Ends it without a chance to write anything (SIGKILL).
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /// Waits until it is gone.
    ///
    /// @return its exit code
    int awaitExit() {
        try {
            if (!process.waitFor(GONE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The server did not stop within " + GONE + "\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private Matcher await(Pattern pattern, Duration deadline) {
        lock.lock();
        try {
            long left = deadline.toNanos();
            while (true) {
                Matcher matcher = pattern.matcher(String.join("\n", lines));
                if (matcher.find()) {
                    return matcher;
                }
                if (ended || left <= 0) {
                    throw new AssertionError(
                            "The server did not print %s%s:\n%s"
                                    .formatted(
                                            pattern,
                                            ended ? " before it ended" : " in time",
                                            String.join("\n", lines)));
                }
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void awaitOutputEnd() {
        lock.lock();
        try {
            long left = GONE.toNanos();
            while (!ended && left > 0) {
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException closed) {
            add("(output ended: " + closed.getMessage() + ")");
        } finally {
            lock.lock();
            try {
                ended = true;
                more.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void add(String line) {
        lock.lock();
        try {
            lines.add(line);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Stops it if it still runs.
    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
