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

/// A conversation under the rules of Google's format: user and model take turns, the user first; the
/// responses to all calls of a turn open the next one, as many as calls and in their order.
final class GeminiConversation {

    private static final String FILLER = ".";

    /// The answer to a call.
    ///
    /// @param call what the model asked for
    /// @param result what the function gave
    record Response(ContentPart.ToolCall call, ContentPart.ToolResult result) {}

    /// One content to be sent.
    ///
    /// @param model who speaks
    /// @param responses answers to the calls of the turn before, all of them
    /// @param parts what else is said
    record Turn(boolean model, List<Response> responses, List<ContentPart> parts) {}

    private final List<String> system = new ArrayList<>();
    private final List<Turn> raw = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final AnthropicLosses losses;

    /// @throws FailureException of [Failure.Caller] when a message holds what cannot be said here
    GeminiConversation(ChatRequest request, AnthropicLosses losses) {
        this.losses = losses;
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
        if (turns.isEmpty() || turns.getFirst().model()) {
            turns.addFirst(new Turn(false, List.of(), List.of(new ContentPart.Text(FILLER))));
        }
    }

    /// The instructions that stand before everything else.
    List<String> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    private void instructions(Message message) {
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.Text t && !t.text().isBlank()) {
                system.add(t.text());
            }
        }
    }

    private void collect(Message message, int index) {
        boolean model = message.role() == Role.ASSISTANT;
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Text t -> text(model, t.text());
                case ContentPart.Refusal r -> text(model, r.text());
                case ContentPart.Reasoning r -> {
                    if (GeminiSignature.isOwn(r.signature())) {
                        add(true, r);
                    } else {
                        losses.thoughts();
                    }
                }
                case ContentPart.RedactedReasoning _ -> losses.thoughts();
                case ContentPart.ToolCall c -> add(true, c);
                case ContentPart.ToolResult r -> add(false, r);
                case ContentPart.Image _, ContentPart.Document _, ContentPart.Audio _ -> {
                    if (model) {
                        throw refused(index, "an assistant message must hold text and tool calls");
                    }
                    add(false, part);
                }
            }
        }
    }

    private static FailureException refused(int index, String rule) {
        String param = "messages[" + index + "].content";
        return new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.BAD_REQUEST, param + " is refused: " + rule, param));
    }

    private void text(boolean model, String text) {
        if (!text.isBlank()) {
            add(model, new ContentPart.Text(text));
        }
    }

    private void add(boolean model, ContentPart part) {
        if (raw.isEmpty() || raw.getLast().model() != model) {
            raw.add(new Turn(model, List.of(), new ArrayList<>()));
        }
        raw.getLast().parts().add(part);
    }

    // Turns of the model bring the results of their calls into the turn behind them.
    private void answerCalls(int i) {
        Turn turn = raw.get(i);
        if (!turn.model()) {
            if (i == 0) {
                turns.add(answered(List.of(), turn.parts()));
            }
            return;
        }
        if (turn.parts().stream().allMatch(ContentPart.Reasoning.class::isInstance)) {
            // Nothing that can stand alone.
            turn.parts().clear();
        } else {
            turns.add(turn);
        }
        List<ContentPart.ToolCall> asked = new ArrayList<>();
        for (ContentPart part : turn.parts()) {
            if (part instanceof ContentPart.ToolCall call) {
                asked.add(call);
            }
        }
        List<ContentPart> next = i + 1 < raw.size() ? raw.get(i + 1).parts() : List.of();
        Turn answers = answered(asked, next);
        if (!answers.responses().isEmpty() || !answers.parts().isEmpty()) {
            turns.add(answers);
        }
    }

    private static Turn answered(List<ContentPart.ToolCall> asked, List<ContentPart> next) {
        List<ContentPart> others = new ArrayList<>(next);
        List<Response> responses = new ArrayList<>();
        for (ContentPart.ToolCall call : asked) {
            ContentPart.ToolResult result = take(others, call.id());
            responses.add(new Response(call, result == null ? missing(call.id()) : result));
        }
        List<ContentPart> rest = new ArrayList<>();
        for (ContentPart part : others) {
            if (part instanceof ContentPart.ToolResult orphan) {
                rest.add(new ContentPart.Text("[Result of tool call " + orphan.callId() + "]"));
                rest.addAll(
                        orphan.content().stream()
                                .filter(p -> !AnthropicConversation.blank(p))
                                .toList());
            } else {
                rest.add(part);
            }
        }
        return new Turn(false, responses, rest);
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
}
