// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway started by the launcher of an installation.
final class Server implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration STOPPED = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 50;

    private final Process process;
    private final Path output;

    private Server(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts a command.
    ///
    /// @param output the file for everything it prints
    static Server start(List<String> command, Map<String, String> environment, Path output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("PENSTOCK_")
                                || name.startsWith("JAVA")
                                || name.startsWith("JDK_"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        // A build that is cut short leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Server(process, output);
    }

    /// What was printed until now.
    String printed() throws IOException {
        return Files.readString(output);
    }

    /// Waits for a line.
    ///
    /// @return its first group
    String await(Pattern pattern) throws IOException, InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        while (true) {
            boolean ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            Matcher matcher = pattern.matcher(printed());
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (ended || System.nanoTime() > end) {
                throw new BuildException(
                        "the gateway did not print " + pattern + ":\n" + printed());
            }
        }
    }

    /// Where it answers; waits until it does.
    URI origin() throws IOException, InterruptedException {
        return URI.create(await(Pattern.compile("Penstock is ready on (http://\\S+)")));
    }

    /// Asks it to stop and waits until it has.
    ///
    /// @return its exit code
    int stop() throws IOException, InterruptedException {
        process.destroy();
        return end();
    }

    /// Waits until it ends by itself.
    ///
    /// @return its exit code
    int end() throws IOException, InterruptedException {
        if (!process.waitFor(STOPPED.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new BuildException("the gateway did not end:\n" + printed());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
