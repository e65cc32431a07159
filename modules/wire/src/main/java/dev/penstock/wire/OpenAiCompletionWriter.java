// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Encodes an answer as the stream of a legacy completion: words, one finish, usage where it was
/// asked for, `[DONE]`.
final class OpenAiCompletionWriter implements AnswerWriter {

    private final AnswerIdentity identity;
    private final boolean usageAsked;
    private final SseOut out = new SseOut();
    private boolean finished;
    private @Nullable Usage usage;

    OpenAiCompletionWriter(AnswerIdentity identity, boolean usageAsked) {
        this.identity = identity;
        this.usageAsked = usageAsked;
    }

    /// Writes what plain answers and chunks begin with.
    static void begin(JsonOut out, AnswerIdentity identity) {
        out.put("id", "cmpl-" + identity.id())
                .put("object", "text_completion")
                .put("created", identity.created().getEpochSecond())
                .put("model", identity.model());
    }

    /// Writes the one choice.
    static void choice(JsonOut out, String text, @Nullable String finish) {
        out.array("choices")
                .object()
                .put("text", text)
                .put("index", 0)
                .putNull("logprobs")
                .putOrNull("finish_reason", finish)
                .end()
                .end();
    }

    /// The reason to tell clients, to whom this is a closed set without tools.
    static String finish(StopReason reason) {
        return switch (reason) {
            case END, STOP_SEQUENCE, PAUSE, TOOL_CALLS -> "stop";
            case MAX_TOKENS, CONTEXT_WINDOW -> "length";
            case REFUSAL -> "content_filter";
        };
    }

    @Override
    public byte[] write(ChatEvent event) {
        switch (event) {
            case ChatEvent.TextDelta d -> words(d.text());
            case ChatEvent.RefusalDelta d -> words(d.text());
            case ChatEvent.UsageReported u -> usage = u.usage();
            case ChatEvent.Finished f -> {
                if (!finished) {
                    finished = true;
                    chunk("", finish(f.reason()));
                }
            }
            // What has no place in this format.
            case ChatEvent.Started _,
                    ChatEvent.ReasoningDelta _,
                    ChatEvent.ReasoningSigned _,
                    ChatEvent.ReasoningRedacted _,
                    ChatEvent.ToolCallStarted _,
                    ChatEvent.ToolCallDelta _ -> {}
        }
        return out.take();
    }

    @Override
    public byte[] end() {
        Usage counted = usage;
        if (usageAsked && counted != null) {
            out.data(json -> {
                json.object();
                begin(json, identity);
                json.array("choices").end();
                OpenAiUsage.write(json, counted);
                json.end();
            });
        }
        out.line("[DONE]");
        return out.take();
    }

    private void words(String text) {
        if (!text.isEmpty() && !finished) {
            chunk(text, null);
        }
    }

    private void chunk(String text, @Nullable String finish) {
        out.data(json -> {
            json.object();
            begin(json, identity);
            choice(json, text, finish);
            if (usageAsked) {
                json.putNull("usage");
            }
            json.end();
        });
    }
}
