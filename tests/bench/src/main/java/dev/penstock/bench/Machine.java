// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What figures were made on, and of what.
///
/// @param cores of the machine
/// @param processor its model
/// @param memoryGib its memory
/// @param kernel of the operating system
/// @param jdk that ran the gateway
/// @param nginx the version of the yardstick
/// @param commit of the source tree; with a `+` behind it when the tree had changes
/// @param time when, UTC
record Machine(
        int cores,
        String processor,
        long memoryGib,
        String kernel,
        String jdk,
        String nginx,
        String commit,
        String time) {

    private static final long PATIENCE_SECONDS = 20;

    /// Of this machine and that source tree.
    static Machine here(Path root, InstantSource clock) {
        String changes = said(root, "git", "status", "--porcelain", "--untracked-files=no");
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", ""))
                        >> 20,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                said(root, "nginx", "-v").replace("nginx version: ", ""),
                said(root, "git", "rev-parse", "--short=12", "HEAD")
                        + (changes.isEmpty() ? "" : "+"),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /// As a line above tables.
    String text() {
        return "%d cores of %s, %d GiB, %s, %s, %s; commit %s, %s"
                .formatted(cores, processor, memoryGib, kernel, jdk, nginx, commit, time);
    }

    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0 (unknown)");
        } catch (IOException unreadable) {
            return "0 (unknown)";
        }
    }

    private static String said(Path folder, String... command) {
        try {
            Process process =
                    new ProcessBuilder(List.of(command))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            byte[] output = process.getInputStream().readAllBytes();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                return "unknown";
            }
            return new String(output, StandardCharsets.UTF_8).strip();
        } catch (IOException missing) {
            return "unknown";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
