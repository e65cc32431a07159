// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import org.jspecify.annotations.Nullable;

/// One step of a streamed answer. A whole answer is the fold of its events ([ChatAnswer]), so plain
/// and streamed calls share one path.
///
/// ## Order
/// One [Started], then deltas in any order, any number of [UsageReported] (the last one counts, they
/// are not added), one [Finished]; usage may also follow [Finished]. Deltas of several tool calls may
/// interleave by index. The end of the stream without [Finished] is a failure of the provider.
public sealed interface ChatEvent {

    /// Whether something of the answer itself is in this event. The first such event is *first
    /// content*: before it another attempt may take over, after it never.
    default boolean content() {
        return switch (this) {
            case TextDelta d -> !d.text().isEmpty();
            case RefusalDelta d -> !d.text().isEmpty();
            case ReasoningDelta d -> !d.text().isEmpty();
            case ReasoningSigned _, ReasoningRedacted _, ToolCallStarted _, ToolCallDelta _ -> true;
            case Finished _ -> true;
            case Started _, UsageReported _ -> false;
        };
    }

    /// The provider has begun to answer.
    ///
    /// @param id the provider's id of the answer, or empty when it gives none
    /// @param model the model that the provider says it uses, or empty
    record Started(String id, String model) implements ChatEvent {}

    /// More words.
    ///
    /// @param text a fragment, perhaps empty
    record TextDelta(String text) implements ChatEvent {}

    /// More words of a refusal.
    ///
    /// @param text a fragment
    record RefusalDelta(String text) implements ChatEvent {}

    /// More visible thinking.
    ///
    /// @param text a fragment
    record ReasoningDelta(String text) implements ChatEvent {}

    /// The thinking since the last signature is complete and signed by its provider.
    ///
    /// @param signature opaque
    record ReasoningSigned(String signature) implements ChatEvent {}

    /// A piece of thinking that only its provider can read.
    ///
    /// @param data opaque
    record ReasoningRedacted(String data) implements ChatEvent {}

    /// The model begins to call a tool.
    ///
    /// @param index counts the tool calls of this answer densely from 0, whatever else stands between
    /// @param id names the call; never blank, codecs make one where the provider gives none
    /// @param name the tool
    record ToolCallStarted(int index, String id, String name) implements ChatEvent {
        public ToolCallStarted {
            Checks.notNegative(index, "tool call index");
            Checks.notBlank(id, "tool call id");
            Checks.notBlank(name, "tool name");
        }
    }

    /// More of a tool call's arguments.
    ///
    /// @param index the call, started before
    /// @param fragment a piece of JSON text; a call without any fragment has no arguments
    record ToolCallDelta(int index, String fragment) implements ChatEvent {}

    /// What the provider has counted so far, for the whole answer.
    ///
    /// @param usage replaces what was reported before
    record UsageReported(Usage usage) implements ChatEvent {}

    /// The model has stopped.
    ///
    /// @param reason why
    /// @param stopSequence the stop text that was met, or null when unknown or none
    record Finished(StopReason reason, @Nullable String stopSequence) implements ChatEvent {}
}
