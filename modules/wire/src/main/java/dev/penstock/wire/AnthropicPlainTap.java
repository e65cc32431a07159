// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Watches a relayed plain answer of the Messages format: kept back until it is known to be one.
final class AnthropicPlainTap implements RelayTap {

    private static final byte[] NONE = {};

    private final BodyBuffer body = new BodyBuffer();

    private boolean content;
    private @Nullable Usage usage;
    private @Nullable StopReason reason;
    private @Nullable String id;
    private long deltas;
    private long characters;

    @Override
    public Passed feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return new Passed(NONE, 0, 0, false);
    }

    @Override
    public Passed end() {
        body.refuseEmpty();
        for (ChatEvent event : AnthropicMessage.read(body.array(), 0, body.length())) {
            take(event);
        }
        return new Passed(body.array(), 0, body.length(), true);
    }

    private void take(ChatEvent event) {
        content |= event.content();
        switch (event) {
            case ChatEvent.Started s -> id = s.id().isEmpty() ? null : s.id();
            case ChatEvent.TextDelta d -> count(d.text());
            case ChatEvent.RefusalDelta d -> count(d.text());
            case ChatEvent.ReasoningDelta d -> count(d.text());
            case ChatEvent.ToolCallDelta d -> count(d.fragment());
            case ChatEvent.UsageReported u -> usage = u.usage();
            case ChatEvent.Finished f -> reason = f.reason();
            case ChatEvent.ReasoningSigned _,
                    ChatEvent.ReasoningRedacted _,
                    ChatEvent.ToolCallStarted _ -> {}
        }
    }

    private void count(String text) {
        if (!text.isEmpty()) {
            deltas++;
            characters += text.length();
        }
    }

    @Override
    public boolean content() {
        return content;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
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
