// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A provider that is faster than any caller: as many events as wanted, at once, and a count of the
/// bytes that were taken from it.
final class FloodRelay implements RelayStream {

    static final byte[] EVENT =
            ("data: " + "x".repeat(16 * 1024 - 8) + "\n\n").getBytes(StandardCharsets.US_ASCII);

    final AtomicLong taken = new AtomicLong();
    final Gate closed = new Gate();
    private final long events;
    private long given;

    FloodRelay(long events) {
        this.events = events;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
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
        if (given == events || closed.isOpen()) {
            return null;
        }
        given++;
        taken.addAndGet(EVENT.length);
        return new RelayChunk(EVENT, 0, EVENT.length, true, true);
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
        return given;
    }

    @Override
    public long characters() {
        return 0;
    }

    @Override
    public void close() {
        closed.open();
    }
}
