// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.List;

/// Streams of fifty chunks a second through the relay lane, in turn with nginx and without anything.
final class RelayStream {

    private static final int CHUNKS_PER_SECOND = 50;
    private static final int PATIENCE_SECONDS = 60;

    private RelayStream() {}

    static Outcome run(Stage stage) {
        Plan plan = stage.plan();
        Gateway gateway = stage.gateway();
        String key = gateway.configure(stage.mockPort());
        List<Target> targets =
                List.of(
                        stage.direct(),
                        stage.reverseProxy().target(),
                        gateway.target("penstock", key, Gateway.MODEL));
        StreamWish wish = StreamWish.paced(CHUNKS_PER_SECOND, plan.seconds());
        StreamWish warm = StreamWish.paced(CHUNKS_PER_SECOND, plan.warmSeconds());
        List<Outcome.Row> rows = new ArrayList<>();
        for (int streams : plan.streams()) {
            Samples samples =
                    stage.sampler()
                            .inTurn(
                                    stage.load(),
                                    targets,
                                    plan.repeats(),
                                    target ->
                                            target.streams(
                                                    streams,
                                                    warm,
                                                    plan.warmSeconds() + PATIENCE_SECONDS),
                                    target ->
                                            target.streams(
                                                    streams,
                                                    wish,
                                                    plan.seconds() + PATIENCE_SECONDS));
            for (Target target : targets) {
                rows.add(row(target.name(), streams, samples));
            }
        }
        return new Outcome("relay-stream", rows);
    }

    private static Outcome.Row row(String target, int streams, Samples samples) {
        List<Sample> own = samples.of(target);
        Figures figures =
                new Figures("%s, %d streams".formatted(target, streams), own)
                        .add("whole streams", sample -> sample.load().done())
                        .add("chunks/s", RelayStream::chunksPerSecond)
                        .add("chunk p50 (µs)", sample -> sample.load().p50Micros())
                        .add("chunk p99 (µs)", sample -> sample.load().p99Micros())
                        .add(RelayJson.FAILURES, sample -> sample.load().failures());
        if (!target.equals("direct")) {
            figures.add("CPU per chunk (µs)", Sample::cpuPerChunk)
                    .ratio(RelayJson.CPU_RATIO, Sample::cpuPerChunk, samples.of("nginx"))
                    .add(RelayJson.COMPILING, Sample::compiling)
                    .add(RelayJson.MEMORY, Sample::residentMib);
        }
        return figures.row();
    }

    private static double chunksPerSecond(Sample sample) {
        LoadResult load = sample.load();
        return load.seconds() == 0 ? 0 : load.chunks() / load.seconds();
    }
}
