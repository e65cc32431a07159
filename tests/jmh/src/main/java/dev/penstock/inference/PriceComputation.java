// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What an answer costs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PriceComputation {

    private final Price flat = price(List.of());
    private final Price tiered =
            price(List.of(new Price.Tier(200_000, Map.of(UsageClass.INPUT, 800_000_000L))));
    private Usage usage =
            Usage.of(
                    Map.of(
                            UsageClass.INPUT, 250_000L,
                            UsageClass.CACHE_READ, 1_000L,
                            UsageClass.OUTPUT, 800L));

    private static Price price(List<Price.Tier> tiers) {
        return new Price(
                "openai/bench@2026-01-01",
                "openai",
                "bench",
                Instant.EPOCH,
                Map.of(UsageClass.INPUT, 400_000_000L, UsageClass.OUTPUT, 1_600_000_000L),
                tiers);
    }

    /// By ordinary rates.
    @Benchmark
    public Money flat() {
        return flat.cost(usage);
    }

    /// By the rates of a large input.
    @Benchmark
    public Money tiered() {
        return tiered.cost(usage);
    }
}
