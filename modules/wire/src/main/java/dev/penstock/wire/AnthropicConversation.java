// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation under the rules of the Messages format: user and assistant take turns, the user
/// first; the results of all calls of a turn open the next one, in the order of the calls; nothing
/// is empty.
final class AnthropicConversation {

    private static final String FILLER = ".";
    private static final String GO_ON = "Continue.";

    /// One message to be sent.
    ///
    /// @param assistant who speaks
    /// @param parts what is said, ready to be written; during the building it grows
    record Turn(boolean assistant, List<ContentPart> parts) {}

    private final ToolNames names;
    private final AnthropicIds ids = new AnthropicIds();
    private final List<String> system = new ArrayList<>();
    private final List<Turn> raw = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private boolean calls;

    /// @throws FailureException of [Failure.Caller] when a message holds what cannot be said here
    AnthropicConversation(ChatRequest request, ToolNames names) {
        this.names = names;
        boolean leading = true;
        int index = 0;
        for (Message message : request.messages()) {
            leading &= message.role() == Role.SYSTEM;
            if (leading) {
                instructions(message);
            } else {
                collect(message, index);
            }
            index++;
        }
        for (int i = 0; i < raw.size(); i++) {
            answerCalls(i);
        }
        if (turns.isEmpty() || turns.getFirst().assistant()) {
            Turn filler = new Turn(false, List.of(new ContentPart.Text(FILLER)));
            turns.addFirst(filler);
        }
    }

    /// The instructions that stand before everything else.
    List<String> system() {
        return system;
    }

    /// The messages.
    ///
    /// @param prefill whether the last one may be the assistant's
    List<Turn> turns(boolean prefill) {
        List<Turn> all = new ArrayList<>(turns);
        if (!all.getLast().assistant()) {
            return all;
        }
        Turn last = stripped(all.removeLast());
        if (last.parts().stream().anyMatch(ContentPart.Text.class::isInstance)) {
            all.add(last);
            if (!prefill) {
                all.add(new Turn(false, List.of(new ContentPart.Text(GO_ON))));
            }
        }
        return all;
    }

    /// Whether tools were called.
    boolean calls() {
        return calls;
    }

    /// Whether the last message answers tool calls of a turn that does not begin with its thinking.
    boolean thinkingLost() {
        int last = turns.size() - 1;
        return last > 0
                && !turns.get(last).assistant()
                && turns.get(last).parts().getFirst() instanceof ContentPart.ToolResult
                && !isThinking(turns.get(last - 1).parts().getFirst());
    }

    private static boolean isThinking(ContentPart part) {
        return part instanceof ContentPart.Reasoning
                || part instanceof ContentPart.RedactedReasoning;
    }

    private void instructions(Message message) {
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.Text t && !t.text().isBlank()) {
                system.add(t.text());
            }
        }
    }

    private void collect(Message message, int index) {
        boolean assistant = message.role() == Role.ASSISTANT;
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Text t -> text(assistant, t.text());
                case ContentPart.Refusal r -> text(assistant, r.text());
                case ContentPart.Reasoning r -> {
                    // Only its own provider takes thinking back, and only signed.
                    if (AnthropicSignature.returned(r.signature()) != null
                            && !GeminiSignature.isOwn(r.signature())
                            && !ResponsesProof.marks(r.signature())) {
                        add(assistant, r);
                    }
                }
                case ContentPart.RedactedReasoning r -> add(assistant, r);
                case ContentPart.ToolCall c -> add(true, c);
                case ContentPart.ToolResult r -> add(false, r);
                case ContentPart.Image _, ContentPart.Document _ -> {
                    if (assistant) {
                        throw refused(index, "an assistant message must hold text and tool calls");
                    }
                    add(false, part);
                }
                case ContentPart.Audio _ ->
                        throw refused(index, "the provider of this model takes no audio");
            }
        }
    }

    private static FailureException refused(int index, String rule) {
        String param = "messages[" + index + "].content";
        return new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.BAD_REQUEST, param + " is refused: " + rule, param));
    }

    private void text(boolean assistant, String text) {
        if (!text.isBlank()) {
            add(assistant, new ContentPart.Text(text));
        }
    }

    private void add(boolean assistant, ContentPart part) {
        if (raw.isEmpty() || raw.getLast().assistant() != assistant) {
            raw.add(new Turn(assistant, new ArrayList<>()));
        }
        raw.getLast().parts().add(part);
    }

    // Assistant turns get their ids, and bring the results of their calls into the turn behind
    // them.
    private void answerCalls(int i) {
        Turn turn = raw.get(i);
        if (!turn.assistant()) {
            if (i == 0) {
                turns.add(new Turn(false, answered(List.of(), List.of(), turn.parts())));
            }
            return;
        }
        List<ContentPart> said = new ArrayList<>();
        List<ContentPart.ToolCall> asked = new ArrayList<>();
        List<String> sentIds = new ArrayList<>();
        for (ContentPart part : turn.parts()) {
            if (part instanceof ContentPart.ToolCall call) {
                calls = true;
                String id = ids.next(call.id());
                asked.add(call);
                sentIds.add(id);
                said.add(new ContentPart.ToolCall(id, names.sent(call.name()), call.arguments()));
            } else {
                said.add(part);
            }
        }
        turns.add(new Turn(true, said));
        List<ContentPart> next = i + 1 < raw.size() ? raw.get(i + 1).parts() : List.of();
        List<ContentPart> answers = answered(asked, sentIds, next);
        if (!answers.isEmpty()) {
            turns.add(new Turn(false, answers));
        }
    }

    private static List<ContentPart> answered(
            List<ContentPart.ToolCall> asked, List<String> sentIds, List<ContentPart> next) {
        List<ContentPart> others = new ArrayList<>(next);
        List<ContentPart> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            ContentPart.ToolResult result = take(others, asked.get(i).id());
            answers.add(
                    result == null
                            ? missing(sentIds.get(i))
                            : new ContentPart.ToolResult(
                                    sentIds.get(i), result.content(), result.error()));
        }
        for (ContentPart part : others) {
            if (part instanceof ContentPart.ToolResult orphan) {
                answers.add(new ContentPart.Text("[Result of tool call " + orphan.callId() + "]"));
                answers.addAll(orphan.content().stream().filter(p -> !blank(p)).toList());
            } else {
                answers.add(part);
            }
        }
        return answers;
    }

    private static ContentPart.@Nullable ToolResult take(List<ContentPart> parts, String callId) {
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.ToolResult result && result.callId().equals(callId)) {
                parts.remove(part);
                return result;
            }
        }
        return null;
    }

    private static ContentPart.ToolResult missing(String id) {
        return new ContentPart.ToolResult(
                id, List.of(new ContentPart.Text("The tool gave no result.")), true);
    }

    static boolean blank(ContentPart part) {
        return part instanceof ContentPart.Text t && t.text().isBlank();
    }

    private static Turn stripped(Turn turn) {
        List<ContentPart> parts = new ArrayList<>(turn.parts());
        if (parts.getLast() instanceof ContentPart.Text t) {
            parts.removeLast();
            parts.add(new ContentPart.Text(t.text().stripTrailing()));
        }
        return new Turn(true, parts);
    }
}
