// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes events of a response, plain or streamed; holds the state of one answer.
final class ResponsesAnswer {

    private final List<ChatEvent> events = new ArrayList<>();
    // By the item's place in the output.
    private final Map<Integer, Integer> calls = new HashMap<>();
    private final Set<Integer> spoken = new HashSet<>();
    private final Set<String> callIds = new HashSet<>();
    private int started;
    private @Nullable String thinking;
    private boolean begun;
    private boolean finished;

    /// The events since the last call.
    List<ChatEvent> drain() {
        List<ChatEvent> drained = List.copyOf(events);
        events.clear();
        return drained;
    }

    /// Whether the response was completed.
    boolean finished() {
        return finished;
    }

    /// Takes a whole response.
    void whole(ResponsesIn response) {
        response.refuseFailed();
        if (!response.isResponse()) {
            throw JsonFault.PROVIDER.at("output", "must hold the answer");
        }
        begin(response);
        for (int i = 0; i < response.output.size(); i++) {
            done(i, response.output.get(i));
        }
        finish(response);
    }

    /// Takes an event.
    void event(ResponsesEventIn event) {
        if (finished) {
            return;
        }
        if (event.response != null) {
            begin(event.response);
        }
        switch (event.type) {
            case "response.output_item.added" -> {
                if (event.item != null && event.item.type.equals("function_call")) {
                    call(event.outputIndex, event.item);
                }
            }
            case "response.output_item.done" -> {
                if (event.item != null) {
                    done(event.outputIndex, event.item);
                }
            }
            case "response.output_text.delta" -> {
                spoken.add(event.outputIndex);
                add(new ChatEvent.TextDelta(event.delta), event.delta);
            }
            case "response.refusal.delta" -> {
                spoken.add(event.outputIndex);
                add(new ChatEvent.RefusalDelta(event.delta), event.delta);
            }
            case "response.reasoning_summary_part.added" -> {
                if (event.summaryIndex > 0) {
                    thought(event.outputIndex, "summary", "\n\n");
                }
            }
            case "response.reasoning_summary_text.delta" ->
                    thought(event.outputIndex, "summary", event.delta);
            case "response.reasoning_text.delta" -> thought(event.outputIndex, "text", event.delta);
            case "response.function_call_arguments.delta" -> arguments(event);
            case "response.completed", "response.incomplete" -> {
                if (event.response == null) {
                    throw JsonFault.PROVIDER.at("response", "is required");
                }
                finish(event.response);
            }
            default -> {}
        }
    }

    private void begin(ResponsesIn response) {
        if (!begun) {
            begun = true;
            events.add(new ChatEvent.Started(response.id, response.model));
        }
    }

    private void add(ChatEvent event, String text) {
        if (!text.isEmpty()) {
            events.add(event);
        }
    }

    // Some models show both what they thought and a summary of it: the first kind counts.
    private void thought(int index, String kind, String text) {
        thinking = thinking == null ? kind : thinking;
        if (thinking.equals(kind)) {
            spoken.add(index);
            add(new ChatEvent.ReasoningDelta(text), text);
        }
    }

    private void arguments(ResponsesEventIn event) {
        Integer call = calls.get(event.outputIndex);
        if (call != null && !event.delta.isEmpty()) {
            spoken.add(event.outputIndex);
            events.add(new ChatEvent.ToolCallDelta(call, event.delta));
        }
    }

    private int call(int index, ResponsesItemIn item) {
        Integer known = calls.get(index);
        if (known != null) {
            return known;
        }
        if (item.name.isBlank()) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.MALFORMED,
                            "the provider sent a tool call without a name"));
        }
        String id = item.callId.isBlank() ? item.id : item.callId;
        // Two calls under one id could not be answered apart.
        if (id.isBlank() || !callIds.add(id)) {
            id = "call_" + started + "_" + index;
            callIds.add(id);
        }
        calls.put(index, started);
        events.add(new ChatEvent.ToolCallStarted(started, id, item.name));
        return started++;
    }

    // What came in deltas is not repeated.
    private void done(int index, ResponsesItemIn item) {
        switch (item.type) {
            case "function_call" -> {
                int call = call(index, item);
                if (spoken.add(index) && !item.arguments.isEmpty()) {
                    events.add(new ChatEvent.ToolCallDelta(call, item.arguments));
                }
            }
            case "message" -> {
                if (spoken.add(index)) {
                    for (ResponsesItemIn.Words words : item.said) {
                        add(
                                words.refusal()
                                        ? new ChatEvent.RefusalDelta(words.text())
                                        : new ChatEvent.TextDelta(words.text()),
                                words.text());
                    }
                }
            }
            case "reasoning" -> {
                if (spoken.add(index)) {
                    String text = String.join("\n\n", item.thoughts);
                    add(new ChatEvent.ReasoningDelta(text), text);
                }
                if (item.encrypted != null && !item.encrypted.isEmpty()) {
                    String proof = new ResponsesProof(item.id, item.encrypted).signature();
                    events.add(new ChatEvent.ReasoningSigned(proof));
                }
            }
            // What OpenAI's own tools do in between is left out.
            default -> {}
        }
    }

    private void finish(ResponsesIn response) {
        finished = true;
        if (response.usage != null) {
            events.add(new ChatEvent.UsageReported(response.usage));
        }
        events.add(new ChatEvent.Finished(response.stopReason(started > 0), null));
    }
}
