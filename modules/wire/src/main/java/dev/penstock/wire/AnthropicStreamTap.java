// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Watches a relayed stream of the Messages format. Everything passes at once: usage is part of the
/// format and never hidden.
final class AnthropicStreamTap implements RelayTap {

    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = {};

    private final SseIn sse = new SseIn(AnswerReader.MAX_EVENT);
    private final AnthropicEvent event = new AnthropicEvent();
    private final AnthropicUsage usage = new AnthropicUsage();
    private final StreamKind kind = new StreamKind();
    private final AnthropicPlainReader plain = new AnthropicPlainReader();

    private boolean content;
    private boolean stopped;
    private @Nullable StopReason reason;
    private @Nullable String id;
    private long deltas;
    private long characters;

    @Override
    public Passed feed(byte[] bytes, int offset, int length) {
        if (kind.json(bytes, offset, length)) {
            plain.feed(bytes, offset, length);
            return new Passed(NONE, 0, 0, true);
        }
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = sse.take(bytes, at, end);
            if (sse.complete()) {
                take();
            }
        }
        return new Passed(bytes, offset, length, sse.boundary());
    }

    @Override
    public Passed end() {
        if (kind.json(NONE, 0, 0)) {
            // A whole message is no stream, even when it is a good one: the caller could not read
            // it.
            plain.end();
            throw JsonFault.PROVIDER.at("", "must be an event stream but is one JSON document");
        }
        boolean cut = !sse.boundary();
        if (sse.end()) {
            AnthropicStreamReader.lastly(this::take);
        }
        if (!stopped) {
            throw AnthropicStreamReader.truncated();
        }
        // Clients drop a last event that lacks its empty line.
        return cut
                ? new Passed(END_OF_EVENT, 0, END_OF_EVENT.length, true)
                : new Passed(NONE, 0, 0, true);
    }

    private void take() {
        if (stopped || sse.length() == 0) {
            return;
        }
        event.read(sse.array(), sse.offset(), sse.length(), usage);
        switch (event.type) {
            case "message_start" -> id = event.messageId;
            case "content_block_start" -> {
                boolean words = event.partType.equals("text") || event.partType.equals("thinking");
                content |= !words || !event.text.isEmpty();
                count();
            }
            case "content_block_delta" -> {
                content |= !event.text.isEmpty() || !event.signature.isEmpty();
                count();
            }
            case "message_delta" -> {
                if (event.stopReason != null) {
                    reason = AnthropicStop.read(event.stopReason);
                    content = true;
                }
            }
            case "message_stop" -> {
                stopped = true;
                content = true;
            }
            case "error" -> throw AnthropicFailures.inBand(event.errorType, event.errorMessage);
            default -> {}
        }
    }

    private void count() {
        if (!event.text.isEmpty()) {
            deltas++;
            characters += event.text.length();
        }
    }

    @Override
    public boolean content() {
        return content;
    }

    @Override
    public @Nullable Usage usage() {
        return usage.usage();
    }

    @Override
    public @Nullable StopReason stopReason() {
        return reason;
    }

    @Override
    public @Nullable String id() {
        return id;
    }

    @Override
    public long deltas() {
        return deltas;
    }

    @Override
    public long characters() {
        return characters;
    }
}
