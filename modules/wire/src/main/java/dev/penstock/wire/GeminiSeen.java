// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// What was seen of an answer that passes.
final class GeminiSeen {

    final GeminiAnswer answer = new GeminiAnswer(this::take);

    private boolean content;
    private @Nullable Usage usage;
    private @Nullable String id;
    private long deltas;
    private long characters;

    private void take(ChatEvent event) {
        content |= event.content();
        switch (event) {
            case ChatEvent.Started s -> id = s.id().isEmpty() ? null : s.id();
            case ChatEvent.TextDelta d -> count(d.text());
            case ChatEvent.RefusalDelta d -> count(d.text());
            case ChatEvent.ReasoningDelta d -> count(d.text());
            case ChatEvent.ToolCallDelta d -> count(d.fragment());
            case ChatEvent.UsageReported u -> usage = u.usage();
            case ChatEvent.Finished _,
                    ChatEvent.ReasoningSigned _,
                    ChatEvent.ReasoningRedacted _,
                    ChatEvent.ToolCallStarted _ -> {}
        }
    }

    private void count(String text) {
        deltas++;
        characters += text.length();
    }

    /// An end is content, too: callers of the format read what went wrong there.
    boolean content() {
        return content || answer.ended();
    }

    @Nullable Usage usage() {
        return usage;
    }

    @Nullable StopReason stopReason() {
        if (!answer.ended()) {
            return null;
        }
        StopReason stop = answer.stop();
        return stop == null ? StopReason.END : stop;
    }

    @Nullable String id() {
        return id;
    }

    long deltas() {
        return deltas;
    }

    long characters() {
        return characters;
    }
}
