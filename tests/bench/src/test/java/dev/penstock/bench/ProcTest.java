// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTest {

    @TempDir Path folder;
    private Proc proc;

    @BeforeEach
    void begin() throws IOException {
        proc = new Proc(folder, 100);
        machine(0, 0, 0);
    }

    private void machine(long user, long idle, long steal) throws IOException {
        Files.writeString(
                folder.resolve("stat"),
                "cpu  %d 1 2 %d 1000 0 3 %d 0 0\ncpu0 1 2 3\n".formatted(user, idle, steal));
    }

    private void process(long pid, long user, long system) throws IOException {
        Files.createDirectories(folder.resolve(Long.toString(pid)));
        Files.writeString(
                folder.resolve(pid + "/stat"),
                "%d (a (bad) name) S 1 2 3 4 5 6 7 8 9 10 %d %d 99 99 20 0\n"
                        .formatted(pid, user, system));
    }

    @Test
    void cpuTimeIsUserAndSystemInMicroseconds() throws IOException {
        process(7, 30, 12);
        process(8, 1, 0);

        assertThat(proc.cpuMicros(List.of(7L, 8L))).isEqualTo(430_000);
    }

    @Test
    void compilersAreTheThreadsThatAreCalledSo() throws IOException {
        process(7, 30, 12);
        for (String thread : List.of("C1 CompilerThre", "C2 CompilerThre", "VM Thread")) {
            Path task = folder.resolve("7/task/" + thread.hashCode());
            Files.createDirectories(task);
            Files.writeString(
                    task.resolve("stat"),
                    "9 (%s) S 1 2 3 4 5 6 7 8 9 10 4 1 99 99 20 0\n".formatted(thread));
        }

        assertThat(proc.compilerMicros(List.of(7L, 8L))).isEqualTo(100_000);
    }

    @Test
    void processThatHasEndedCountsNothing() {
        assertThat(proc.cpuMicros(List.of(7L))).isZero();
        assertThat(proc.residentKib(List.of(7L))).isZero();
    }

    @Test
    void memoryIsTheSumOfResidentSizes() throws IOException {
        process(7, 0, 0);
        Files.writeString(
                folder.resolve("7/status"), "Name:\tx\nVmHWM:\t  900 kB\nVmRSS:\t  512 kB\n");

        assertThat(proc.residentKib(List.of(7L))).isEqualTo(512);
        assertThat(proc.peakKib(7)).isEqualTo(900);
    }

    @Test
    void limitOfOpenFilesIsTheHardOne() throws IOException {
        Files.createDirectories(folder.resolve("self"));
        Files.writeString(
                folder.resolve("self/limits"),
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 20000                files
                """);

        assertThat(proc.openFilesLimit()).isEqualTo(20_000);
    }

    @Test
    void idleTimeIsNotBusyAndStolenTimeIs() throws IOException {
        machine(10, 5000, 20);

        assertThat(proc.busyMicros()).isEqualTo((10 + 1 + 2 + 3 + 20) * 10_000);
    }

    @Test
    void noiseIsWhatTheMachineDidLessWhatOursDid() throws IOException {
        process(7, 0, 0);
        Noise noise = new Noise(proc, Set.of(7L));

        machine(150, 50, 0);
        process(7, 100, 20);

        // 1.5 s busy, 1.2 s of it ours, in a second.
        assertThat(noise.cores(1_000_000_000L)).isEqualTo(0.3);
    }

    @Test
    void processThatBeganMeanwhileIsNoNoise() throws IOException {
        process(7, 0, 0);
        Noise noise = new Noise(proc, Set.of(7L));

        machine(150, 50, 0);
        process(7, 100, 20);
        process(8, 10, 0);

        assertThat(noise.cores(1_000_000_000L, List.of(8L))).isEqualTo(0.2);
    }

    @Test
    void clocksThatTickApartAreNoNegativeNoise() throws IOException {
        process(7, 0, 0);
        Noise noise = new Noise(proc, Set.of(7L));

        process(7, 5, 0);

        assertThat(noise.cores(1_000_000_000L)).isZero();
    }

    @Test
    void thisMachineIsUnderstood() {
        List<Long> self = List.of(ProcessHandle.current().pid());

        assertThat(Proc.here().cpuMicros(self)).isPositive();
        assertThat(Proc.here().busyMicros()).isGreaterThan(Proc.here().cpuMicros(self));
        assertThat(Proc.here().residentKib(self)).isGreaterThan(10_000);
    }
}
