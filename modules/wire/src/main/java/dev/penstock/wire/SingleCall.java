// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.List;

/// Keeps the first tool call of an answer, for callers that take one at a time from providers that
/// cannot be told so.
record SingleCall(AnswerReader reader) implements AnswerReader {

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        return kept(reader.feed(bytes, offset, length));
    }

    @Override
    public List<ChatEvent> end() {
        return kept(reader.end());
    }

    private static List<ChatEvent> kept(List<ChatEvent> events) {
        return events.stream().filter(SingleCall::isKept).toList();
    }

    private static boolean isKept(ChatEvent event) {
        return switch (event) {
            case ChatEvent.ToolCallStarted call -> call.index() == 0;
            case ChatEvent.ToolCallDelta call -> call.index() == 0;
            case ChatEvent.Started _,
                    ChatEvent.TextDelta _,
                    ChatEvent.RefusalDelta _,
                    ChatEvent.ReasoningDelta _,
                    ChatEvent.ReasoningSigned _,
                    ChatEvent.ReasoningRedacted _,
                    ChatEvent.UsageReported _,
                    ChatEvent.Finished _ ->
                    true;
        };
    }
}
