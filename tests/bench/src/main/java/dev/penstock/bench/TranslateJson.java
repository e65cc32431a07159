// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.List;

/// The same calls through the relay lane and, to a provider of the other format, the translate lane.
final class TranslateJson {

    private static final int CONNECTIONS = 32;

    private TranslateJson() {}

    static Outcome run(Stage stage) {
        Plan plan = stage.plan();
        Gateway gateway = stage.gateway();
        String key = gateway.configure(stage.mockPort());
        Target relay = gateway.target("relay", key, Gateway.MODEL);
        Target translate = gateway.target("translate", key, Gateway.TRANSLATED);
        Samples samples =
                stage.sampler()
                        .inTurn(
                                stage.load(),
                                List.of(relay, translate),
                                plan.repeats(),
                                target -> target.json(CONNECTIONS, plan.warmSeconds(), 0),
                                target -> target.json(CONNECTIONS, plan.seconds(), 0));
        List<Outcome.Row> rows = new ArrayList<>();
        samples.forEach((lane, own) ->
                rows.add(
                        new Figures("%s, %d connections".formatted(lane, CONNECTIONS), own)
                                .add(RelayJson.REQUESTS, Sample::requestsPerSecond)
                                .add(RelayJson.P50, sample -> sample.load().p50Micros())
                                .add(RelayJson.P99, sample -> sample.load().p99Micros())
                                .add(RelayJson.CPU, Sample::cpuPerRequest)
                                .ratio("CPU to relay", Sample::cpuPerRequest, samples.of("relay"))
                                .add(RelayJson.FAILURES, sample -> sample.load().failures())
                                .row()));
        return new Outcome("translate-json", rows);
    }
}
