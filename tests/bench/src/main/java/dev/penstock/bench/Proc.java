// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// What Linux tells about processes, see proc(5).
///
/// @param root `/proc`
/// @param ticksPerSecond the unit of its times, `getconf CLK_TCK`
record Proc(Path root, int ticksPerSecond) {

    /// Of this machine. The unit is 100 on every architecture that Linux and a JDK of today share.
    static Proc here() {
        return new Proc(Path.of("/proc"), 100);
    }

    /// The CPU time of processes so far, user and system, in microseconds. One that has ended counts 0.
    long cpuMicros(Collection<Long> pids) {
        return micros(pids.stream().mapToLong(pid -> ticks(text(pid + "/stat"))).sum());
    }

    /// The part of [#cpuMicros] that compilers of JVMs took, as far as their threads still live.
    long compilerMicros(Collection<Long> pids) {
        long ticks = 0;
        for (long pid : pids) {
            try (DirectoryStream<Path> threads =
                    Files.newDirectoryStream(root.resolve(pid + "/task"))) {
                for (Path thread : threads) {
                    String stat = text(pid + "/task/" + thread.getFileName() + "/stat");
                    if (stat.contains(" CompilerThre")) {
                        ticks += ticks(stat);
                    }
                }
            } catch (IOException ended) {
                // It counts nothing.
            }
        }
        return micros(ticks);
    }

    private static long ticks(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        // The name, in brackets, may hold anything; what follows is fields 3 and on.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    }

    /// The time all cores together were not idle so far, in microseconds; time that the host gave to
    /// others (steal) counts as busy.
    long busyMicros() {
        String first = text("stat").lines().findFirst().orElseThrow();
        List<Long> ticks =
                List.of(first.substring("cpu".length()).strip().split("\\s+", -1)).stream()
                        .map(Long::valueOf)
                        .toList();
        // user, nice, system, (idle, iowait,) irq, softirq, steal; guest times are in user already.
        return micros(
                ticks.get(0)
                        + ticks.get(1)
                        + ticks.get(2)
                        + ticks.get(5)
                        + ticks.get(6)
                        + ticks.get(7));
    }

    /// Resident memory of processes in KiB, shared pages counted in each.
    long residentKib(Collection<Long> pids) {
        return pids.stream().mapToLong(pid -> status(pid, "VmRSS:")).sum();
    }

    /// The largest resident memory a process ever had, in KiB.
    long peakKib(long pid) {
        return status(pid, "VmHWM:");
    }

    /// How many files a process that this one starts may open. A JVM takes the hard limit by itself.
    long openFilesLimit() {
        return text("self/limits")
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .mapToLong(fields ->
                        fields.get(4).equals("unlimited")
                                ? Long.MAX_VALUE
                                : Long.parseLong(fields.get(4)))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private long status(long pid, String field) {
        return text(pid + "/status")
                .lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line ->
                        Long.parseLong(line.substring(field.length()).replace("kB", "").strip()))
                .findFirst()
                .orElse(0);
    }

    private long micros(long ticks) {
        return ticks * 1_000_000L / ticksPerSecond;
    }

    private String text(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException unreadable) {
            // Reading a process that ends in this moment fails with ESRCH.
            return "";
        }
    }
}
