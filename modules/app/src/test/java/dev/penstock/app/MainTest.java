// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.plugins.PluginSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MainTest {

    @TempDir private Path home;
    private Process process;

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dpenstock.home=" + home);
        command.addAll(List.of("-p", PluginSource.modulePath()));
        command.addAll(List.of("-m", "dev.penstock.app/dev.penstock.app.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(home.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PENSTOCK_"));
        builder.environment().put("HOST", "127.0.0.1");
        builder.environment().put("PORT", "0");
        builder.environment().put("PENSTOCK_MANAGEMENT_PORT", "0");
        process = builder.start();
    }

    private String errors() throws IOException {
        return Files.readString(home.resolve("err"));
    }

    private void awaitReady() throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("Penstock is ready on ")) {
            line = out.readLine();
        }
        assertThat(line).as(errors()).isNotNull();
    }

    @Test
    void pluginThatCannotBeUsedIsOneLineOfTheLog() throws Exception {
        Files.createDirectory(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/text.jar"), "I am text");

        start();
        awaitReady();

        assertThat(errors())
                .hasLineCount(1)
                .contains(
                        " WARNING app.server.Assembly: plugin text.jar is not used: it cannot be");
    }

    @Test
    void signalStopsTheServerWithZeroAndTheLogIsKeptToTheEnd() throws Exception {
        start();
        awaitReady();
        assertThat(errors()).as("nobody but the gateway says anything").isEmpty();

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(errors().lines().toList())
                .hasSize(2)
                .satisfies(lines -> {
                    assertThat(lines.getFirst()).contains(" app.server.Gateway: stopping; ");
                    assertThat(lines.getLast()).endsWith(" app.server.Gateway: stopped");
                });
    }

    @Test
    void failureIsTheExitCode() throws Exception {
        start("--set", "port=many");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors())
                .isEqualTo(
                        "penstock: port is 'many' (--set) but must be a port of 0 to 65535; 0 takes"
                                + " any free one\n");
    }
}
