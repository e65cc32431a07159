// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A whole answer: the fold of its events.
///
/// @param id the provider's id, or empty
/// @param model what the provider says it used, or empty
/// @param parts reasoning, text, refusals and tool calls in the order in which they began
/// @param stopReason why the model stopped
/// @param stopSequence the stop text met, or null
/// @param usage what the provider counted, or null when it told nothing
public record ChatAnswer(
        String id,
        String model,
        List<ContentPart> parts,
        StopReason stopReason,
        @Nullable String stopSequence,
        @Nullable Usage usage) {

    public ChatAnswer {
        parts = List.copyOf(parts);
    }

    /// Reads a stream to its end and folds it. The stream is closed in any case.
    ///
    /// @throws FailureException as the stream throws it, and when it ends without
    ///     [ChatEvent.Finished]
    public static ChatAnswer fold(EventStream events) {
        try (events) {
            Fold fold = new Fold();
            for (ChatEvent event = events.next(); event != null; event = events.next()) {
                fold.take(event);
            }
            return fold.answer();
        }
    }

    private static final class Fold {
        private sealed interface Slot {}

        private record TextSlot(StringBuilder text) implements Slot {}

        private record RefusalSlot(StringBuilder text) implements Slot {}

        private static final class ReasoningSlot implements Slot {
            final StringBuilder text = new StringBuilder();
            @Nullable String signature;
        }

        private record WholeSlot(ContentPart part) implements Slot {}

        private record CallSlot(String id, String name, StringBuilder arguments) implements Slot {}

        private String id = "";
        private String model = "";
        private @Nullable StopReason stopReason;
        private @Nullable String stopSequence;
        private @Nullable Usage usage;
        private final List<Slot> slots = new ArrayList<>();
        private final Map<Integer, CallSlot> calls = new LinkedHashMap<>();

        void take(ChatEvent event) {
            switch (event) {
                case ChatEvent.Started s -> {
                    id = s.id();
                    model = s.model();
                }
                case ChatEvent.TextDelta d -> text(d.text());
                case ChatEvent.RefusalDelta d -> refusal(d.text());
                case ChatEvent.ReasoningDelta d -> reasoning().text.append(d.text());
                case ChatEvent.ReasoningSigned s -> reasoning().signature = s.signature();
                case ChatEvent.ReasoningRedacted r ->
                        slots.add(new WholeSlot(new ContentPart.RedactedReasoning(r.data())));
                case ChatEvent.ToolCallStarted s -> {
                    CallSlot slot = new CallSlot(s.id(), s.name(), new StringBuilder());
                    calls.put(s.index(), slot);
                    slots.add(slot);
                }
                case ChatEvent.ToolCallDelta d -> {
                    CallSlot slot = calls.get(d.index());
                    if (slot != null) {
                        slot.arguments.append(d.fragment());
                    }
                }
                case ChatEvent.UsageReported u -> usage = u.usage();
                case ChatEvent.Finished f -> {
                    stopReason = f.reason();
                    stopSequence = f.stopSequence();
                }
            }
        }

        private void text(String text) {
            if (text.isEmpty()) {
                return;
            }
            if (!slots.isEmpty() && slots.getLast() instanceof TextSlot last) {
                last.text.append(text);
            } else {
                slots.add(new TextSlot(new StringBuilder(text)));
            }
        }

        private void refusal(String text) {
            if (!slots.isEmpty() && slots.getLast() instanceof RefusalSlot last) {
                last.text.append(text);
            } else {
                slots.add(new RefusalSlot(new StringBuilder(text)));
            }
        }

        private ReasoningSlot reasoning() {
            if (!slots.isEmpty()
                    && slots.getLast() instanceof ReasoningSlot last
                    && last.signature == null) {
                return last;
            }
            ReasoningSlot slot = new ReasoningSlot();
            slots.add(slot);
            return slot;
        }

        ChatAnswer answer() {
            if (stopReason == null) {
                throw new FailureException(
                        new Failure.Provider(
                                Failure.ProviderKind.TRUNCATED,
                                "the provider's answer ended before it was complete"));
            }
            return new ChatAnswer(
                    id,
                    model,
                    slots.stream().map(Fold::part).toList(),
                    stopReason,
                    stopSequence,
                    usage);
        }

        private static ContentPart part(Slot slot) {
            return switch (slot) {
                case TextSlot t -> new ContentPart.Text(t.text.toString());
                case RefusalSlot r -> new ContentPart.Refusal(r.text.toString());
                case ReasoningSlot r -> new ContentPart.Reasoning(r.text.toString(), r.signature);
                case WholeSlot w -> w.part();
                case CallSlot c ->
                        new ContentPart.ToolCall(c.id(), c.name(), c.arguments.toString());
            };
        }
    }
}
