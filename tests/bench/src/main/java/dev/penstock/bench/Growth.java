// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Whether a request costs more where much is stored: a small gateway in turn with ones that have many
/// keys, many public names, a long ledger.
final class Growth {

    private static final int CONNECTIONS = 32;

    private Growth() {}

    static Outcome run(Stage stage) {
        Plan plan = stage.plan();
        Map<String, Consumer<Seeds>> grown = new LinkedHashMap<>();
        grown.put("%d keys".formatted(plan.keys()), seeds -> seeds.keys(plan.keys()));
        grown.put("%d models".formatted(plan.models()), seeds -> seeds.models(plan.models()));
        grown.put(
                "%d ledger rows".formatted(plan.ledgerRows()),
                seeds -> seeds.ledger(plan.ledgerRows()));
        List<Outcome.Row> rows = new ArrayList<>();
        Target small = gateway(stage, "small", seeds -> seeds.keys(9));
        grown.forEach((name, seeding) -> {
            Target large = gateway(stage, name, seeding);
            Samples samples =
                    stage.sampler()
                            .inTurn(
                                    stage.load(),
                                    List.of(small, large),
                                    plan.repeats(),
                                    target -> target.json(CONNECTIONS, plan.warmSeconds(), 0),
                                    target -> target.json(CONNECTIONS, plan.seconds(), 0));
            List<Sample> beside = samples.of(small.name());
            rows.add(row("small, beside " + name, beside, beside));
            rows.add(row(name, samples.of(name), beside));
        });
        return new Outcome("growth", rows);
    }

    private static Target gateway(Stage stage, String name, Consumer<Seeds> seeding) {
        Gateway.Installation installation = stage.installation();
        Gateway fresh = Gateway.start(installation);
        String key;
        try (fresh) {
            key = fresh.configure(stage.mockPort());
        }
        try (Seeds seeds = new Seeds(installation.data())) {
            seeding.accept(seeds);
        }
        return stage.keep(Gateway.start(installation)).target(name, key, Gateway.MODEL);
    }

    private static Outcome.Row row(String subject, List<Sample> own, List<Sample> small) {
        return new Figures(subject, own)
                .add(RelayJson.REQUESTS, Sample::requestsPerSecond)
                .add(RelayJson.CPU, Sample::cpuPerRequest)
                .ratio("CPU to small", Sample::cpuPerRequest, small)
                .add(RelayJson.FAILURES, sample -> sample.load().failures())
                .add(RelayJson.MEMORY, Sample::residentMib)
                .row();
    }
}
