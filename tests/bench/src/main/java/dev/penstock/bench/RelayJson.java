// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.List;

/// JSON answers through the relay lane: direct, through nginx, through the gateway, in turn.
final class RelayJson {

    static final String REQUESTS = "requests/s";
    static final String P50 = "p50 (µs)";
    static final String P99 = "p99 (µs)";
    static final String CPU = "CPU per request (µs)";
    static final String CPU_RATIO = "CPU to nginx";
    static final String COMPILING = "compiling (% of it)";
    static final String MEMORY = "memory (MiB)";
    static final String FAILURES = "failures";

    private static final int WARM_CONNECTIONS = 32;

    private RelayJson() {}

    static Outcome run(Stage stage) {
        Plan plan = stage.plan();
        Gateway gateway = stage.gateway();
        String key = gateway.configure(stage.mockPort());
        List<Target> targets =
                List.of(
                        stage.direct(),
                        stage.reverseProxy().target(),
                        gateway.target("penstock", key, Gateway.MODEL));
        List<Outcome.Row> rows = new ArrayList<>();
        for (int connections : plan.connections()) {
            Samples samples =
                    stage.sampler()
                            .inTurn(
                                    stage.load(),
                                    targets,
                                    plan.repeats(),
                                    target -> target.json(WARM_CONNECTIONS, plan.warmSeconds(), 0),
                                    target -> target.json(connections, plan.seconds(), 0));
            for (Target target : targets) {
                rows.add(row(target.name(), connections, samples));
            }
        }
        return new Outcome("relay-json", rows);
    }

    private static Outcome.Row row(String target, int connections, Samples samples) {
        List<Sample> own = samples.of(target);
        Figures figures =
                new Figures("%s, %d connections".formatted(target, connections), own)
                        .add(REQUESTS, Sample::requestsPerSecond)
                        .add(P50, sample -> sample.load().p50Micros())
                        .add(P99, sample -> sample.load().p99Micros())
                        .add(FAILURES, sample -> sample.load().failures());
        if (!target.equals("direct")) {
            figures.added(
                            "added p50 (µs)",
                            sample -> sample.load().p50Micros(),
                            samples.of("direct"))
                    .add(CPU, Sample::cpuPerRequest)
                    .ratio(CPU_RATIO, Sample::cpuPerRequest, samples.of("nginx"))
                    .add(COMPILING, Sample::compiling)
                    .add(MEMORY, Sample::residentMib);
        }
        return figures.row();
    }
}
