// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.List;

/// Callers who read a kilobyte a second from providers that send as fast as they can, beside ordinary
/// callers: what the ordinary ones notice, and what a slow one costs in memory.
final class SlowReaders {

    private static final int BYTES_PER_SECOND = 1024;
    private static final int OPENING_SECONDS = 60;

    // Longer than any measurement at that pace.
    private static final StreamWish ENDLESS = new StreamWish(10_000_000, 0, 4096);

    private SlowReaders() {}

    static Outcome run(Stage stage) {
        Plan plan = stage.plan();
        Sampler sampler = stage.sampler();
        Gateway gateway = stage.gateway();
        String key = gateway.configure(stage.mockPort());
        Target target = gateway.target("penstock", key, Gateway.MODEL);
        Child slow = stage.generator();
        Order ordinary = target.json(plan.normalCallers(), plan.seconds(), 0);
        Order hold = target.hold(plan.slowCallers(), ENDLESS, OPENING_SECONDS, BYTES_PER_SECOND);
        Sampler.carryOut(stage.load(), target.json(plan.normalCallers(), plan.warmSeconds(), 0));
        List<Sample> without = new ArrayList<>();
        List<Sample> beside = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        List<Double> kibPerSlow = new ArrayList<>();
        for (int repeat = 0; repeat < plan.repeats(); repeat++) {
            Sample alone = sampler.sample(stage.load(), target, ordinary);
            Sampler.hold(slow, hold);
            // Until every buffer on the way is full and the providers are held back.
            sampler.rest(target.pids());
            long held = Proc.here().residentKib(target.pids());
            beside.add(sampler.sample(stage.load(), target, ordinary));
            LoadResult released = Sampler.release(slow);
            lost.add((double) released.failures());
            if (released.failures() > 0) {
                System.err.println("bench: the first slow reader lost: " + released.firstFailure());
            }
            without.add(alone);
            kibPerSlow.add((double) Math.max(0, held - alone.residentKib()) / plan.slowCallers());
        }
        String name = "%d ordinary callers".formatted(plan.normalCallers());
        Outcome.Row first = figures(name + " alone", without, without).row();
        Outcome.Row second =
                figures("%s beside %d slow".formatted(name, plan.slowCallers()), beside, without)
                        .put("slow readers lost", Spread.of(lost))
                        .put("memory per slow reader (KiB)", Spread.of(kibPerSlow))
                        .row();
        return new Outcome("slow-readers", List.of(first, second));
    }

    private static Figures figures(String subject, List<Sample> own, List<Sample> without) {
        return new Figures(subject, own)
                .add(RelayJson.REQUESTS, Sample::requestsPerSecond)
                .ratio("requests/s to alone", Sample::requestsPerSecond, without)
                .add(RelayJson.P50, sample -> sample.load().p50Micros())
                .add(RelayJson.P99, sample -> sample.load().p99Micros())
                .ratio("p99 to alone", sample -> sample.load().p99Micros(), without)
                .add(RelayJson.CPU, Sample::cpuPerRequest)
                .add(RelayJson.FAILURES, sample -> sample.load().failures())
                .add(RelayJson.MEMORY, Sample::residentMib);
    }
}
