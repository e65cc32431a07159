// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tap has seen of an answer that passes through.
final class OpenAiSeen {

    // More answers at once than the format allows are counted as the last.
    private static final int MOST_CHOICES = 128;

    private final boolean legacy;
    private @Nullable String id;
    private @Nullable Usage usage;
    private @Nullable StopReason stopReason;
    private boolean content;
    private boolean toolCalls;
    private long deltas;
    private long characters;
    private final BitSet begun = new BitSet();
    private final BitSet finished = new BitSet();

    OpenAiSeen() {
        this(false);
    }

    /// @param legacy whether the answer completes a text
    OpenAiSeen(boolean legacy) {
        this.legacy = legacy;
    }

    /// Takes a chunk or a completion that must be read exactly.
    ///
    /// @return what it is
    /// @throws FailureException when it is an error or no JSON object
    Kind parse(byte[] bytes, int offset, int length) {
        Document document = new Document();
        try (JsonIn in = JsonIn.provider(bytes, offset, length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                document.read(in, name);
            }
            in.end();
        }
        OpenAiFault found = document.fault != null ? document.fault : document.groq;
        if (found == null && document.errorObject) {
            found = OpenAiFault.of(bytes, offset, length);
        }
        if (found != null) {
            throw new FailureException(found.failure());
        }
        return document.kind();
    }

    /// What a document of the provider is.
    enum Kind {
        /// It holds a piece of an answer.
        CHOICES,
        /// It holds usage and nothing of an answer.
        USAGE,
        /// It is neither.
        OTHER
    }

    /// Takes what a glance has found in a chunk of text.
    void glanced(OpenAiGlance glance) {
        toolCalls |= glance.call();
        count(glance.characters());
    }

    private void count(long more) {
        if (more > 0) {
            content = true;
            deltas++;
            characters += more;
        }
    }

    private final class Document {
        private boolean hasChoices;
        private boolean hasUsage;
        private boolean errorObject;
        private boolean empty = true;
        private @Nullable OpenAiFault fault;
        private @Nullable OpenAiFault groq;

        Kind kind() {
            if (!empty) {
                return Kind.CHOICES;
            }
            return hasUsage && hasChoices ? Kind.USAGE : Kind.OTHER;
        }

        void read(JsonIn in, String name) {
            if (in.isNull()) {
                return;
            }
            switch (name) {
                case "id" -> identify(in);
                case "object" -> {
                    errorObject = in.isString() && in.string().equals("error");
                    in.skip();
                }
                case "choices" -> {
                    hasChoices = true;
                    choices(in);
                }
                case "usage" -> {
                    hasUsage = true;
                    Usage read = OpenAiUsage.read(in);
                    usage = read == null ? usage : read;
                }
                case "error" -> fault = OpenAiFault.of(in);
                case "x_groq" -> groq = OpenAiFault.ofGroq(in);
                default -> in.skip();
            }
        }

        private void identify(JsonIn in) {
            if (in.isString()) {
                String text = in.string();
                id = id == null && !text.isEmpty() ? text : id;
            } else {
                in.skip();
            }
        }

        private void choices(JsonIn in) {
            in.array();
            while (in.element()) {
                empty = false;
                choice(OpenAiChoice.read(in, legacy));
            }
        }
    }

    private void choice(OpenAiChoice choice) {
        int index = Math.clamp(choice.index(), 0, MOST_CHOICES);
        begun.set(index);
        for (ChatEvent event : choice.words()) {
            count(
                    switch (event) {
                        case ChatEvent.TextDelta d -> d.text().length();
                        case ChatEvent.RefusalDelta d -> d.text().length();
                        case ChatEvent.ReasoningDelta d -> d.text().length();
                        case ChatEvent.Started _,
                                ChatEvent.ReasoningSigned _,
                                ChatEvent.ReasoningRedacted _,
                                ChatEvent.ToolCallStarted _,
                                ChatEvent.ToolCallDelta _,
                                ChatEvent.UsageReported _,
                                ChatEvent.Finished _ ->
                                0;
                    });
        }
        List<OpenAiChoice.Call> calls = choice.calls();
        for (OpenAiChoice.Call call : calls) {
            toolCalls = true;
            content = true;
            count(call.arguments().length());
        }
        StopReason reason = OpenAiFinish.read(choice.finish(), toolCalls);
        if (reason != null) {
            content = true;
            finished.set(index);
            stopReason = stopReason == null ? reason : stopReason;
        }
    }

    /// Whether every answer that began has said why it stopped.
    boolean allFinished() {
        return !finished.isEmpty() && finished.equals(begun);
    }

    /// Whether any answer has.
    boolean anyFinished() {
        return !finished.isEmpty();
    }

    boolean content() {
        return content;
    }

    @Nullable Usage usage() {
        return usage;
    }

    @Nullable StopReason stopReason() {
        return stopReason;
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
