// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the body of a whole answer into the events that a stream of it would have had.
final class AnthropicMessage {

    private final JsonIn in;
    private final AnthropicUsage usage = new AnthropicUsage();
    private final List<ChatEvent> content = new ArrayList<>();
    private String id = "";
    private String model = "";
    private String type = "";
    private boolean answered;
    private boolean failed;
    private @Nullable String stopReason;
    private @Nullable String stopSequence;
    private @Nullable String errorType;
    private @Nullable String errorMessage;
    private int tools;

    private AnthropicMessage(JsonIn in) {
        this.in = in;
    }

    /// @throws dev.penstock.inference.FailureException the error in the body, or MALFORMED
    static List<ChatEvent> read(byte[] body, int offset, int length) {
        try (JsonIn in = JsonIn.provider(body, offset, length)) {
            return new AnthropicMessage(in).events();
        }
    }

    private List<ChatEvent> events() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            member(name);
        }
        in.end();
        if (type.equals("error") || failed) {
            throw AnthropicFailures.inBand(errorType, errorMessage);
        }
        if (!answered) {
            throw in.missing("content");
        }
        List<ChatEvent> events = new ArrayList<>(content.size() + 3);
        events.add(new ChatEvent.Started(id, model));
        events.addAll(content);
        Usage counted = usage.usage();
        if (counted != null) {
            events.add(new ChatEvent.UsageReported(counted));
        }
        StopReason known = tools > 0 ? StopReason.TOOL_CALLS : StopReason.END;
        events.add(
                new ChatEvent.Finished(
                        stopReason == null ? known : AnthropicStop.read(stopReason), stopSequence));
        return events;
    }

    private void member(String name) {
        switch (name) {
            case "type" -> type = orEmpty(in.optionalString());
            case "id" -> id = orEmpty(in.optionalString());
            case "model" -> model = orEmpty(in.optionalString());
            case "stop_reason" -> stopReason = in.optionalString();
            case "stop_sequence" -> stopSequence = in.optionalString();
            case "usage" -> usage.read(in);
            case "content" -> {
                answered = true;
                in.array();
                while (in.element()) {
                    block();
                }
            }
            case "error" -> error();
            default -> in.skip();
        }
    }

    private void error() {
        if (in.isNull()) {
            return;
        }
        failed = true;
        if (!in.isObject()) {
            in.skip();
            return;
        }
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("type") && in.isString()) {
                errorType = in.string();
            } else if (name.equals("message") && in.isString()) {
                errorMessage = in.string();
            } else {
                in.skip();
            }
        }
    }

    private void block() {
        String kind = "";
        String text = "";
        String signature = "";
        String data = "";
        String toolId = null;
        String toolName = null;
        JsonText input = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> kind = in.string();
                case "text", "thinking" -> text = orEmpty(in.optionalString());
                case "signature" -> signature = orEmpty(in.optionalString());
                case "data" -> data = orEmpty(in.optionalString());
                case "id" -> toolId = in.optionalString();
                case "name" -> toolName = in.optionalString();
                case "input" -> input = in.optionalRaw();
                default -> in.skip();
            }
        }
        switch (kind) {
            case "text" -> content.add(new ChatEvent.TextDelta(text));
            case "thinking" -> {
                content.add(new ChatEvent.ReasoningDelta(text));
                if (!signature.isEmpty()) {
                    content.add(new ChatEvent.ReasoningSigned(signature));
                }
            }
            case "redacted_thinking" -> content.add(new ChatEvent.ReasoningRedacted(data));
            case "tool_use" -> toolUse(toolId, toolName, input);
            default -> {}
        }
    }

    private void toolUse(
            @Nullable String toolId, @Nullable String toolName, @Nullable JsonText input) {
        if (toolName == null || toolName.isBlank()) {
            throw in.missing("name");
        }
        int index = tools++;
        String callId = AnthropicEvent.callId(toolId, index, id);
        content.add(new ChatEvent.ToolCallStarted(index, callId, toolName));
        content.add(
                new ChatEvent.ToolCallDelta(
                        index, input == null ? AnthropicInput.NONE.value() : input.value()));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
