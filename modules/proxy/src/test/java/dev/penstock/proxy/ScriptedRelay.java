// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Bytes of a provider, handed out when a test says so. The array is reused, as the contract allows.
final class ScriptedRelay implements RelayStream {

    private sealed interface Step {
        record Bytes(byte[] bytes, boolean boundary) implements Step {}

        record Fail(RuntimeException failure) implements Step {}

        record End() implements Step {}
    }

    final Gate closed = new Gate();
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final String contentType;
    private final byte[] shared = new byte[256 * 1024];

    ScriptedRelay(String contentType) {
        this.contentType = contentType;
    }

    static ScriptedRelay stream() {
        return new ScriptedRelay("text/event-stream");
    }

    static ScriptedRelay plain(String body) {
        return new ScriptedRelay("application/json; odd=1").say(body).end();
    }

    ScriptedRelay say(String text) {
        return say(text, true);
    }

    ScriptedRelay say(String text, boolean boundary) {
        steps.add(new Step.Bytes(text.getBytes(StandardCharsets.UTF_8), boundary));
        return this;
    }

    ScriptedRelay fail(RuntimeException failure) {
        steps.add(new Step.Fail(failure));
        return this;
    }

    ScriptedRelay cut() {
        return fail(
                new FailureException(
                        new Failure.Provider(
                                Failure.ProviderKind.TRUNCATED, "the provider's answer was cut")));
    }

    ScriptedRelay end() {
        steps.add(new Step.End());
        return this;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public @Nullable String upstreamId() {
        return null;
    }

    @Override
    public @Nullable RelayChunk next() {
        Step step;
        try {
            step = steps.poll(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted outside of the provider's wait", e);
        }
        return switch (step) {
            case null -> throw new AssertionError("the script has no further step");
            case Step.Bytes(byte[] bytes, boolean boundary) -> {
                System.arraycopy(bytes, 0, shared, 7, bytes.length);
                yield new RelayChunk(shared, 7, bytes.length, true, boundary);
            }
            case Step.Fail(RuntimeException failure) -> throw failure;
            case Step.End() -> null;
        };
    }

    @Override
    public @Nullable Usage usage() {
        return null;
    }

    @Override
    public @Nullable StopReason stopReason() {
        return null;
    }

    @Override
    public long deltas() {
        return 0;
    }

    @Override
    public long characters() {
        return 0;
    }

    @Override
    public void close() {
        closed.open();
        end();
    }
}
