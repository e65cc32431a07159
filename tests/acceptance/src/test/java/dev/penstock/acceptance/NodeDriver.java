// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The Node program that drives the official Node clients; installs its packages when they are not the
/// ones of the lock file.
final class NodeDriver implements AutoCloseable {
    private static final Duration INSTALL = Duration.ofMinutes(3);
    private static final Duration CALL = Duration.ofSeconds(30);

    private final Process process;
    private final Writer commands;
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();

    private NodeDriver(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().name("node-answers").start(this::readAnswers);
    }

    static NodeDriver start() {
        try {
            install(Repository.node());
            Process process =
                    new ProcessBuilder("node", "driver.mjs")
                            .directory(Repository.node().toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return new NodeDriver(process);
        } catch (IOException missing) {
            throw new UncheckedIOException("Cannot start node; see build/provide.sh", missing);
        }
    }

    private static void install(Path folder) throws IOException {
        Path installed = folder.resolve("node_modules/.package-lock.json");
        Path wanted = folder.resolve("package-lock.json");
        if (Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted))
                        >= 0) {
            return;
        }
        Path log = Files.createTempFile("npm-ci", ".log");
        Process npm =
                new ProcessBuilder("npm", "ci", "--ignore-scripts")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!npm.waitFor(INSTALL.toSeconds(), TimeUnit.SECONDS) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new AssertionError("npm ci failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException interrupted) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted during npm ci", interrupted);
        }
    }

    /// The client of that name as an [Sdk].
    Sdk sdk(String name, Dialect dialect) {
        return new NodeSdk(this, name, dialect);
    }

    /// Sends a command and gives what the client understood.
    JsonNode call(String sdk, String mode, Door door, ObjectNode request) {
        int id = calls.incrementAndGet();
        ObjectNode command =
                Json.object()
                        .put("id", id)
                        .put("sdk", sdk)
                        .put("mode", mode)
                        .put("origin", door.origin().toString())
                        .put("prefix", door.prefix())
                        .put("key", door.key());
        ObjectNode headers = command.putObject("headers");
        door.headers().forEach(headers::put);
        command.set("request", request);
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        write(command + "\n");
        try {
            return answer.get(CALL.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw new AssertionError("No answer of node to " + command, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private void write(String line) {
        writing.lock();
        try {
            commands.write(line);
            commands.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException("node has ended", gone);
        } finally {
            writing.unlock();
        }
    }

    private void readAnswers() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                JsonNode answer = Json.read(line);
                CompletableFuture<JsonNode> waiting = open.remove(answer.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(answer.path("outcome"));
                }
            }
        } catch (IOException ended) {
            open.values().forEach(waiting -> waiting.completeExceptionally(ended));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the program tells of a successful call.
    static Outcome outcome(JsonNode told) {
        JsonNode error = told.path("error");
        if (error.isObject()) {
            return Outcome.failed(
                    new Outcome.Problem(
                            error.path("type").asString(""),
                            error.path("status").isNumber() ? error.path("status").asInt() : null,
                            error.path("message").asString(""),
                            error.path("requestId").asString(null)));
        }
        List<Outcome.Call> calls = new ArrayList<>();
        for (JsonNode call : told.path("calls")) {
            calls.add(
                    new Outcome.Call(
                            call.path("id").asString(""),
                            call.path("name").asString(""),
                            call.path("arguments").asString("")));
        }
        return new Outcome(
                told.path("text").asString(""),
                calls,
                told.path("stop").asString(""),
                told.path("stopSequence").asString(null),
                told.path("tokens").isObject() ? tokens(told.path("tokens")) : null,
                told.path("model").asString(""),
                told.path("events").asInt(0),
                null);
    }

    private static Tokens tokens(JsonNode told) {
        return new Tokens(
                told.path("input").asLong(),
                told.path("cacheRead").asLong(),
                told.path("cacheWrite").asLong(),
                told.path("output").asLong(),
                told.path("reasoning").asLong());
    }
}
