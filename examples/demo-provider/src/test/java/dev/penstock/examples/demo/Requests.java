// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Builds requests for tests. Immutable.
record Requests(
        String model,
        List<Message> messages,
        List<ToolDefinition> tools,
        ToolChoice choice,
        Boolean parallel,
        Long maximum,
        List<String> stop) {

    static Requests user(String text) {
        return of(Message.text(Role.USER, text));
    }

    static Requests of(Message... messages) {
        return new Requests("echo", List.of(messages), List.of(), null, null, null, List.of());
    }

    Requests model(String name) {
        return new Requests(name, messages, tools, choice, parallel, maximum, stop);
    }

    Requests tool(String name) {
        List<ToolDefinition> more = new ArrayList<>(tools);
        more.add(new ToolDefinition(name, null, new JsonText("{}"), null));
        return new Requests(model, messages, more, choice, parallel, maximum, stop);
    }

    Requests choice(ToolChoice other) {
        return new Requests(model, messages, tools, other, parallel, maximum, stop);
    }

    Requests oneCallAtATime() {
        return new Requests(model, messages, tools, choice, false, maximum, stop);
    }

    Requests maximum(long tokens) {
        return new Requests(model, messages, tools, choice, parallel, tokens, stop);
    }

    Requests stop(String... texts) {
        return new Requests(model, messages, tools, choice, parallel, maximum, List.of(texts));
    }

    ChatRequest build() {
        GenerationSettings settings =
                new GenerationSettings(
                        maximum, null, null, null, stop, null, null, null, null, null, null, null,
                        null);
        return new ChatRequest(
                model,
                messages,
                tools,
                choice,
                parallel,
                settings,
                true,
                Map.of(),
                WireFormat.OPENAI_CHAT);
    }
}
