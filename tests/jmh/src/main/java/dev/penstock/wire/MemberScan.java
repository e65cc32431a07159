// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Finds the members of a request that the gateway acts on, and puts the provider's model into it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemberScan {

    /// How long the request is, in bytes.
    @Param({"1024", "65536"})
    public int size;

    private final CallerCodec caller = CallerCodec.of(WireFormat.OPENAI_CHAT);
    private final ProviderCodec provider = ProviderCodec.of(WireFormat.OPENAI_CHAT);
    private final Map<String, List<String>> headers =
            Map.of("content-type", List.of("application/json"), "accept", List.of("*/*"));
    private byte[] body = {};

    /// Makes the request.
    @Setup
    public void prepare() {
        String frame =
                "{\"model\":\"bench-model\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],"
                        + "\"stream\":true}";
        body =
                frame.formatted("word ".repeat((size - frame.length()) / 5))
                        .getBytes(StandardCharsets.UTF_8);
    }

    /// The scan alone.
    @Benchmark
    public RawRequest scan() {
        return caller.scan(body, headers);
    }

    /// The scan and the body for the provider.
    @Benchmark
    public byte[] scanAndRelay() {
        return provider.relay(caller.scan(body, headers), "gpt-4.1-mini");
    }
}
