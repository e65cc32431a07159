// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The archive that operators install: from the start of the process to the first answered request, and
/// its memory when nothing happens.
final class Starting {

    private static final int DEADLINE_SECONDS = 30;

    private Starting() {}

    static Outcome run(Stage stage) {
        Plan plan = stage.plan();
        Gateway.Installation installation = stage.installation().from(stage.archive());
        String key;
        try (Gateway first = Gateway.start(installation)) {
            key = first.configure(stage.mockPort());
        }
        // The generator's own first request is not what is measured.
        Sampler.carryOut(stage.load(), stage.direct().json(1, DEADLINE_SECONDS, 100));
        List<Double> ready = new ArrayList<>();
        List<Double> answered = new ArrayList<>();
        List<Double> resting = new ArrayList<>();
        double most = 0;
        for (int repeat = 0; repeat < plan.repeats(); repeat++) {
            Noise noise = stage.sampler().noise();
            long begin = System.nanoTime();
            try (Gateway gateway = Gateway.start(installation)) {
                Target target = gateway.target("penstock", key, Gateway.MODEL);
                LoadResult result =
                        Sampler.carryOut(stage.load(), target.json(1, DEADLINE_SECONDS, 1));
                long took = System.nanoTime() - begin;
                answered.add(took / 1e6);
                double foreign = noise.cores(took, gateway.pids());
                stage.sampler().tolerate(foreign, "a start");
                most = Math.max(most, foreign);
                if (result.done() != 1) {
                    throw new BenchException("the first request failed: " + result.firstFailure());
                }
                ready.add(gateway.startSeconds() * 1000);
                Sampler.pause(Duration.ofSeconds(plan.seconds() < 2 ? 1 : 10));
                resting.add(Proc.here().residentKib(gateway.pids()) / 1024.0);
            }
        }
        return new Outcome(
                "start",
                List.of(
                        new Figures("the archive, a later start", List.of())
                                .disturbed(most)
                                .put("ready (ms)", Spread.of(ready))
                                .put("first answer (ms)", Spread.of(answered))
                                .put("memory at rest (MiB)", Spread.of(resting))
                                .row()));
    }
}
