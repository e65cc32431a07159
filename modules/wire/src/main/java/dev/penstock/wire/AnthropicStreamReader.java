// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a streamed answer of the Messages format. Whether an event is known is decided by its data;
/// compatible servers forget the event's name. What Anthropic's own tools do in between is left out.
final class AnthropicStreamReader implements AnswerReader {

    private static final byte[] NONE = {};

    private final SseIn sse = new SseIn(MAX_EVENT);
    private final AnthropicEvent event = new AnthropicEvent();
    private final AnthropicUsage usage = new AnthropicUsage();
    private final StreamKind kind = new StreamKind();
    private final AnthropicPlainReader plain = new AnthropicPlainReader();
    private final List<ChatEvent> events = new ArrayList<>();

    // The open tool call, if the open block is one.
    private int block = -1;
    private int tool = -1;
    private int tools;
    private boolean fragments;
    private String input = "";

    private boolean started;
    private String answer = "";
    private @Nullable StopReason reason;
    private @Nullable String stopSequence;
    private boolean stopped;

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        events.clear();
        if (kind.json(bytes, offset, length)) {
            return plain.feed(bytes, offset, length);
        }
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = sse.take(bytes, at, end);
            if (sse.complete()) {
                take();
            }
        }
        return List.copyOf(events);
    }

    @Override
    public List<ChatEvent> end() {
        events.clear();
        if (kind.json(NONE, 0, 0)) {
            return plain.end();
        }
        if (sse.end()) {
            lastly(this::take);
        }
        if (!stopped) {
            throw truncated();
        }
        return List.copyOf(events);
    }

    /// Takes the event that the answer ended in. When it is no JSON, it was cut off.
    static void lastly(Runnable take) {
        try {
            take.run();
        } catch (FailureException e) {
            boolean cut =
                    e.failure() instanceof Failure.Provider p
                            && p.kind() == Failure.ProviderKind.MALFORMED;
            throw cut ? truncated() : e;
        }
    }

    static FailureException truncated() {
        return new FailureException(
                new Failure.Provider(
                        Failure.ProviderKind.TRUNCATED,
                        "the provider's answer ended before it was complete"));
    }

    private void take() {
        if (stopped || sse.length() == 0) {
            return;
        }
        event.read(sse.array(), sse.offset(), sse.length(), usage);
        switch (event.type) {
            case "message_start" -> started();
            case "content_block_start" -> blockStart();
            case "content_block_delta" -> delta();
            case "content_block_stop" -> blockStop();
            case "message_delta" -> messageDelta();
            case "message_stop" -> messageStop();
            case "error" -> throw AnthropicFailures.inBand(event.errorType, event.errorMessage);
            default -> {}
        }
    }

    private void started() {
        if (started) {
            return;
        }
        started = true;
        answer = event.messageId == null ? "" : event.messageId;
        events.add(new ChatEvent.Started(answer, event.model));
        reportUsage();
    }

    private void reportUsage() {
        if (usage.usage() != null) {
            events.add(new ChatEvent.UsageReported(usage.usage()));
        }
    }

    private void blockStart() {
        blockStop();
        block = event.index;
        switch (event.partType) {
            case "text" -> text();
            case "thinking" -> {
                thinking();
                signature();
            }
            case "redacted_thinking" -> events.add(new ChatEvent.ReasoningRedacted(event.data));
            case "tool_use" -> toolStart();
            default -> {}
        }
    }

    private void toolStart() {
        String name = event.toolName;
        if (name == null || name.isBlank()) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.MALFORMED,
                            "the provider's answer calls a tool without a name"));
        }
        tool = tools++;
        fragments = false;
        input = event.input == null ? "" : event.input.value();
        String id = AnthropicEvent.callId(event.toolId, tool, answer);
        events.add(new ChatEvent.ToolCallStarted(tool, id, name));
    }

    private void delta() {
        switch (event.partType) {
            case "text_delta" -> text();
            case "thinking_delta" -> thinking();
            case "signature_delta" -> signature();
            case "input_json_delta" -> {
                if (tool >= 0 && event.index == block && !event.text.isEmpty()) {
                    fragments = true;
                    events.add(new ChatEvent.ToolCallDelta(tool, event.text));
                }
            }
            default -> {}
        }
    }

    private void text() {
        if (!event.text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(event.text));
        }
    }

    private void thinking() {
        if (!event.text.isEmpty()) {
            events.add(new ChatEvent.ReasoningDelta(event.text));
        }
    }

    private void signature() {
        if (!event.signature.isEmpty()) {
            events.add(new ChatEvent.ReasoningSigned(event.signature));
        }
    }

    // The input in the start event is a placeholder unless nothing follows it.
    private void blockStop() {
        if (tool >= 0 && !fragments) {
            events.add(
                    new ChatEvent.ToolCallDelta(
                            tool, input.startsWith("{") ? input : AnthropicInput.NONE.value()));
        }
        tool = -1;
        block = -1;
    }

    private void messageDelta() {
        if (event.stopReason != null) {
            reason = AnthropicStop.read(event.stopReason);
            stopSequence = event.stopSequence;
        }
        reportUsage();
    }

    private void messageStop() {
        blockStop();
        stopped = true;
        // Some servers forget the reason; the end itself they did not.
        StopReason known = tools > 0 ? StopReason.TOOL_CALLS : StopReason.END;
        events.add(new ChatEvent.Finished(reason == null ? known : reason, stopSequence));
    }
}
