// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A process that this command has started, and its lines.
final class Child implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(60);
    private static final int KEPT = 40;
    private static final int UNREAD = 10_000;

    private final String name;
    private final Process process;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>(UNREAD);
    private final Deque<String> seen = new ArrayDeque<>();
    private final BufferedWriter input;
    private final Thread atExit;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.atExit = new Thread(this::kill);
    }

    /// Starts a process.
    ///
    /// @param name for messages
    static Child start(String name, ProcessBuilder command) {
        try {
            Process process = command.redirectErrorStream(true).start();
            Child child = new Child(name, process);
            // Also when this command is interrupted, nothing it has started stays.
            Runtime.getRuntime().addShutdownHook(child.atExit);
            Thread.ofVirtual().start(child::read);
            return child;
        } catch (IOException missing) {
            throw new BenchException("%s does not start: %s".formatted(name, missing.getMessage()));
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                // What nobody waits for may be lost; a full queue must not stop the process.
                lines.offer(line);
            }
        } catch (IOException gone) {
            lines.offer("(" + gone.getMessage() + ")");
        }
    }

    /// Waits for a line.
    ///
    /// @return the first that is wanted
    String await(Predicate<String> wanted, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (true) {
                long left = Math.min(end - System.nanoTime(), 100_000_000L);
                String line = lines.poll(Math.max(left, 0), TimeUnit.NANOSECONDS);
                if (line == null && (!process.isAlive() || System.nanoTime() > end)) {
                    throw new BenchException(
                            "%s %s:\n%s"
                                    .formatted(
                                            name,
                                            process.isAlive()
                                                    ? "did not say what was expected in "
                                                            + deadline.toSeconds()
                                                            + " s"
                                                    : "has ended",
                                            String.join("\n", seen)));
                }
                if (line != null) {
                    remember(line);
                    if (wanted.test(line)) {
                        return line;
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while waiting for " + name);
        }
    }

    private void remember(String line) {
        if (seen.size() == KEPT) {
            seen.removeFirst();
        }
        seen.addLast(line);
    }

    /// Says a line to the process.
    void say(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// The process and those it has started.
    List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /// Asks it to end (end of input, then SIGTERM), waits, and kills it when it does not.
    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException gone) {
            // It has ended already.
        }
        process.destroy();
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // The hook is running or has run.
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
