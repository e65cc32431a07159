// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An answer of Google's format as it grows: each piece is a whole response with some parts of it.
/// Only the first candidate is read; what Google's own tools do in between is left out.
final class GeminiAnswer {

    private final Consumer<ChatEvent> events;

    private boolean started;
    private String id = "";
    private int calls;
    private boolean content;
    private boolean blocked;
    private @Nullable String reason;

    // Of the piece being read.
    private String pieceId = "";
    private String model = "";
    private @Nullable Usage usage;

    /// @param events takes what becomes known, in order
    GeminiAnswer(Consumer<ChatEvent> events) {
        this.events = events;
    }

    /// Takes one piece, an object.
    ///
    /// @throws FailureException when it is an error, or not of the format
    void read(JsonIn in) {
        GeminiParts parts = new GeminiParts();
        GeminiFault fault = null;
        usage = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "responseId" -> pieceId = text(in, pieceId);
                case "modelVersion" -> model = text(in, model);
                case "candidates" -> candidates(in, parts);
                case "promptFeedback" -> feedback(in);
                case "usageMetadata" -> usage = GeminiUsage.read(in);
                case "error" -> fault = GeminiFault.read(in);
                default -> in.skip();
            }
        }
        if (fault != null) {
            throw new FailureException(fault.failure(fault.status()));
        }
        if (!started) {
            started = true;
            id = pieceId;
            events.accept(new ChatEvent.Started(id, model));
        }
        for (GeminiParts.Part part : parts.all()) {
            say(part);
        }
        if (usage != null) {
            events.accept(new ChatEvent.UsageReported(usage));
        }
    }

    private static String text(JsonIn in, String otherwise) {
        if (!in.isString()) {
            in.skip();
            return otherwise;
        }
        return in.string();
    }

    private void candidates(JsonIn in, GeminiParts parts) {
        if (!in.isArray()) {
            in.skip();
            return;
        }
        in.array();
        while (in.element()) {
            if (!in.isObject()) {
                in.skip();
                continue;
            }
            candidate(in, parts);
        }
    }

    private void candidate(JsonIn in, GeminiParts all) {
        GeminiParts parts = new GeminiParts();
        String finish = null;
        long index = 0;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "index" -> {
                    if (in.isNumber()) {
                        index = (long) in.number();
                    } else {
                        in.skip();
                    }
                }
                case "content" -> parts.read(in);
                case "finishReason" -> finish = text(in, "");
                default -> in.skip();
            }
        }
        if (index == 0) {
            all.all().addAll(parts.all());
            reason = finish == null || finish.isEmpty() ? reason : finish;
        }
    }

    private void feedback(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("blockReason")) {
                blocked |= !text(in, "").isEmpty();
            } else {
                in.skip();
            }
        }
    }

    private void say(GeminiParts.Part part) {
        switch (part) {
            case GeminiParts.Words words -> {
                if (!words.text().isEmpty()) {
                    content |= !words.thought();
                    events.accept(
                            words.thought()
                                    ? new ChatEvent.ReasoningDelta(words.text())
                                    : new ChatEvent.TextDelta(words.text()));
                }
                sign(words.signature());
            }
            case GeminiParts.Function call -> {
                content = true;
                sign(call.signature());
                int index = calls++;
                String known = call.id();
                String made = "call_" + id + "_" + index;
                events.accept(
                        new ChatEvent.ToolCallStarted(
                                index,
                                known == null || known.isBlank() ? made : known,
                                call.name()));
                events.accept(new ChatEvent.ToolCallDelta(index, call.arguments()));
            }
            case GeminiParts.Media media -> {
                // No other format has a word for it; a data URL is what clients can show.
                content = true;
                events.accept(
                        new ChatEvent.TextDelta(
                                "![](data:" + media.type() + ";base64," + media.data() + ")"));
            }
        }
    }

    private void sign(@Nullable String signature) {
        if (signature != null && !signature.isEmpty()) {
            events.accept(new ChatEvent.ReasoningSigned(GeminiSignature.marked(signature)));
        }
    }

    /// Whether the answer has told its end.
    boolean ended() {
        return reason != null || blocked;
    }

    /// Takes the end.
    ///
    /// @param whole whether nothing can be missing
    /// @throws FailureException when the answer was cut off or went wrong inside the provider
    void end(boolean whole) {
        if (!ended() && !(whole && content)) {
            throw whole ? failed("no answer") : AnthropicStreamReader.truncated();
        }
        StopReason stop = stop();
        if (stop == null && !content) {
            throw failed(reason == null ? "no reason" : reason);
        }
        events.accept(new ChatEvent.Finished(stop == null ? StopReason.END : stop, null));
    }

    /// Why the model stopped, by a word of the closed set; null when it went wrong.
    @Nullable StopReason stop() {
        if (reason != null) {
            return GeminiFinish.read(reason, calls > 0);
        }
        StopReason said = calls > 0 ? StopReason.TOOL_CALLS : StopReason.END;
        return blocked && !content ? StopReason.REFUSAL : said;
    }

    private static FailureException failed(String reason) {
        String word = reason.matches("[A-Z_]{1,60}") ? " (" + reason + ")" : "";
        return new FailureException(
                new Failure.Provider(
                        Failure.ProviderKind.FAILED, "the provider gave no usable answer" + word));
    }
}
