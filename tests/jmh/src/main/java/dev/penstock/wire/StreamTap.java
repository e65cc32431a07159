// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Watches a relayed stream; the figure is for one of its chunks.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StreamTap {

    private static final int CHUNKS = 100;

    private static final byte[] CHUNK =
            """
            data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,\
            "model":"gpt-4.1-mini-2025-04-14","service_tier":"default","system_fingerprint":"fp_bench",\
            "choices":[{"index":0,"delta":{"content":" water"},"logprobs":null,"finish_reason":null}]}

            """
                    .getBytes(StandardCharsets.UTF_8);

    private static final byte[] END =
            """
            data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,\
            "model":"gpt-4.1-mini-2025-04-14","service_tier":"default","system_fingerprint":"fp_bench",\
            "choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

            data: [DONE]

            """
                    .getBytes(StandardCharsets.UTF_8);

    /// Whether usage that nobody asked for is taken out.
    @Param({"false", "true"})
    public boolean hideUsage;

    private final ProviderCodec codec = ProviderCodec.of(WireFormat.OPENAI_CHAT);

    /// A stream from its first chunk to its end.
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long watch() {
        RelayTap tap = codec.tap(true, hideUsage);
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            tap.feed(CHUNK, 0, CHUNK.length);
        }
        tap.feed(END, 0, END.length);
        tap.end();
        return tap.characters();
    }
}
