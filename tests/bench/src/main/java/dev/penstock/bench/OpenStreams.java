// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.time.Duration;
import java.util.List;

/// Very many streams that say a word now and then: what they cost in memory.
final class OpenStreams {

    private static final long WORD_EVERY_MICROS = 5_000_000;
    private static final int OTHER_FILES = 500;
    private static final int OPENING_SECONDS = 180;

    private OpenStreams() {}

    /// Each stream is a connection of a caller and one to the provider.
    static void enoughFiles(int streams, long limit) {
        long needed = 2L * streams + OTHER_FILES;
        if (limit < needed) {
            throw new BenchException(
                    "%d streams need %d open files, and the limit is %d; raise it (ulimit -n) or pass"
                                    .formatted(streams, needed, limit)
                            + " fewer --streams");
        }
    }

    static Outcome run(Stage stage) {
        Plan plan = stage.plan();
        enoughFiles(plan.openStreams(), Proc.here().openFilesLimit());
        Gateway gateway = stage.gateway();
        String key = gateway.configure(stage.mockPort());
        Target target = gateway.target("penstock", key, Gateway.MODEL);
        Noise noise = stage.sampler().noise();
        long begin = System.nanoTime();
        double before = Proc.here().residentKib(target.pids()) / 1024.0;
        Sampler.hold(
                stage.load(),
                target.hold(
                        plan.openStreams(),
                        new StreamWish(1_000_000, WORD_EVERY_MICROS, 0),
                        OPENING_SECONDS,
                        0));
        Sampler.pause(Duration.ofSeconds(plan.seconds()));
        double open = Proc.here().residentKib(target.pids()) / 1024.0;
        double foreign = noise.cores(System.nanoTime() - begin);
        stage.sampler().tolerate(foreign, "the opening of streams");
        LoadResult result = Sampler.release(stage.load());
        if (result.failures() > 0) {
            System.err.println("bench: the first stream lost: " + result.firstFailure());
        }
        return new Outcome(
                "open-streams",
                List.of(
                        new Figures("penstock, %d streams".formatted(plan.openStreams()), List.of())
                                .disturbed(foreign)
                                .put("memory before (MiB)", Spread.single(before))
                                .put("memory (MiB)", Spread.single(open))
                                .put(
                                        "largest memory (MiB)",
                                        Spread.single(Endurance.peakMib(target)))
                                .put(
                                        "memory per stream (KiB)",
                                        Spread.single((open - before) * 1024 / plan.openStreams()))
                                .put("still open", Spread.single((double) result.done()))
                                .put("lost", Spread.single((double) result.failures()))
                                .put("word p99 (µs)", Spread.single(result.p99Micros()))
                                .row()));
    }
}
