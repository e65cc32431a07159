// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A conversation to be continued by the model, whatever format it came in.
///
/// @param model see [InferenceRequest#model]
/// @param messages the conversation, oldest first; not empty
/// @param tools what the model may call; perhaps empty
/// @param toolChoice null when the caller said nothing
/// @param parallelToolCalls whether several calls in one turn are allowed; null when not said
/// @param settings how to generate
/// @param stream see [InferenceRequest#stream]
/// @param extras top-level members of the caller's body that have no word here, in order, by their
///     name in `origin`; a codec of the same format may send them on, others report them as dropped
/// @param origin the format that the request was decoded from
public record ChatRequest(
        String model,
        List<Message> messages,
        List<ToolDefinition> tools,
        @Nullable ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        GenerationSettings settings,
        boolean stream,
        Map<String, JsonText> extras,
        WireFormat origin)
        implements InferenceRequest {

    public ChatRequest {
        Checks.notBlank(model, "model");
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        extras = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(extras));
        if (messages.isEmpty()) {
            throw new IllegalArgumentException(
                    "messages is empty but must hold at least one; give a user message");
        }
    }

    @Override
    public Task task() {
        return Task.CHAT;
    }

    @Override
    public ChatRequest withModel(String name) {
        return new ChatRequest(
                name,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                settings,
                stream,
                extras,
                origin);
    }

    /// The same request with or without streaming.
    public ChatRequest withStream(boolean streaming) {
        return new ChatRequest(
                model,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                settings,
                streaming,
                extras,
                origin);
    }
}
