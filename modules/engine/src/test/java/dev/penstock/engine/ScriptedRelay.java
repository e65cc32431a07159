// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Bytes by script, in one buffer that every read destroys, as the contract allows.
final class ScriptedRelay implements RelayStream {

    final AtomicInteger closings = new AtomicInteger();
    private final Iterator<Step<Step.Piece>> steps;
    private final Step.Closing closing = new Step.Closing();
    private final byte[] buffer = new byte[256 * 1024];
    private boolean content;
    private Usage usage;
    private StopReason stop;
    private long deltas;
    private long characters;

    ScriptedRelay(List<Step<Step.Piece>> steps) {
        this.steps = steps.iterator();
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of("openai-processing-ms", List.of("12"));
    }

    @Override
    public String upstreamId() {
        return "req_1";
    }

    @Override
    public RelayChunk next() {
        Arrays.fill(buffer, (byte) '#');
        if (closing.closed() || !steps.hasNext()) {
            return null;
        }
        Step.Piece piece;
        try {
            piece = steps.next().take(closing);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (piece == null) {
            return null;
        }
        content |= piece.content();
        usage = piece.usage() == null ? usage : piece.usage();
        stop = piece.stop() == null ? stop : piece.stop();
        deltas += piece.deltas();
        characters += piece.characters();
        byte[] bytes = piece.text().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, buffer, 7, bytes.length);
        return new RelayChunk(buffer, 7, bytes.length, content, true);
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public StopReason stopReason() {
        return stop;
    }

    @Override
    public long deltas() {
        return deltas;
    }

    @Override
    public long characters() {
        return characters;
    }

    @Override
    public void close() {
        closings.incrementAndGet();
        closing.close();
    }
}
