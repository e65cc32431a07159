// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.List;

/// Very many requests, of which none may fail.
final class Endurance {

    private static final int CONNECTIONS = 32;
    private static final long LEAST_PER_SECOND = 200;

    private Endurance() {}

    static Outcome run(Stage stage) {
        long requests = stage.plan().enduranceRequests();
        Gateway gateway = stage.gateway();
        String key = gateway.configure(stage.mockPort());
        Target target = gateway.target("penstock", key, Gateway.MODEL);
        int seconds = (int) (60 + requests / LEAST_PER_SECOND);
        Sample sample =
                stage.sampler()
                        .sample(stage.load(), target, target.json(CONNECTIONS, seconds, requests));
        return new Outcome(
                "endurance",
                List.of(
                        new Figures("penstock, %d requests".formatted(requests), List.of(sample))
                                .add("answered", each -> each.load().done())
                                .add(RelayJson.FAILURES, each -> each.load().failures())
                                .add(RelayJson.REQUESTS, Sample::requestsPerSecond)
                                .add(RelayJson.P99, each -> each.load().p99Micros())
                                .add("longest (ms)", each -> each.load().maxMicros() / 1000)
                                .add(RelayJson.CPU, Sample::cpuPerRequest)
                                .put("largest memory (MiB)", Spread.single(peakMib(target)))
                                .row()));
    }

    static double peakMib(Target target) {
        return Proc.here().peakKib(target.pids().getFirst()) / 1024.0;
    }
}
