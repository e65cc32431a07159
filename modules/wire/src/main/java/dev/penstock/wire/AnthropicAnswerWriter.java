// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the stream of the Messages format. Its blocks never overlap, while the deltas of several
/// tool calls may come interleaved: the first block of the queue is open and sent as it grows, those
/// behind it wait until it is over.
///
/// `message_start` waits for the first content, so that it can tell the input tokens that a provider
/// reports right after it began.
final class AnthropicAnswerWriter implements AnswerWriter {

    private final AnswerIdentity identity;
    private final SseOut out = new SseOut();
    private final Deque<AnthropicBlock> blocks = new ArrayDeque<>();
    private final Map<Integer, AnthropicBlock.Tool> tools = new HashMap<>();

    private boolean begun;
    private boolean headOpen;
    private int index;
    private boolean refused;
    private Usage usage = Usage.none();
    private ChatEvent.@Nullable Finished finished;

    AnthropicAnswerWriter(AnswerIdentity identity) {
        this.identity = identity;
    }

    @Override
    public byte[] write(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started _ -> {}
            case ChatEvent.UsageReported u -> usage = u.usage();
            case ChatEvent.TextDelta d -> text(d.text());
            case ChatEvent.RefusalDelta d -> {
                refused |= !d.text().isEmpty();
                text(d.text());
            }
            case ChatEvent.ReasoningDelta d -> thinking(d.text());
            case ChatEvent.ReasoningSigned s -> signed(s.signature());
            case ChatEvent.ReasoningRedacted r -> add(new AnthropicBlock.Redacted(r.data()));
            case ChatEvent.ToolCallStarted s -> tool(s);
            case ChatEvent.ToolCallDelta d -> arguments(d);
            case ChatEvent.Finished f -> {
                finished = f;
                drain();
            }
        }
        return out.take();
    }

    @Override
    public byte[] end() {
        ChatEvent.Finished last = finished;
        if (last == null) {
            throw new IllegalStateException(
                    "the answer was ended without its Finished event; report a failure instead");
        }
        drain();
        if (index == 0) {
            // An answer without any block is allowed, but many clients read the first one unasked.
            add(new AnthropicBlock.Text());
            drain();
        }
        String reason = AnthropicStop.write(last.reason(), !tools.isEmpty(), refused);
        boolean stopped = last.reason() == StopReason.STOP_SEQUENCE;
        event(
                "message_delta",
                json -> {
                    json.object("delta")
                            .put("stop_reason", reason)
                            .putOrNull("stop_sequence", stopped ? last.stopSequence() : null)
                            .putNull("stop_details")
                            .putNull("container")
                            .end();
                    AnthropicUsage.writeDelta(json, usage);
                });
        event("message_stop", _ -> {});
        return out.take();
    }

    private void text(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!(blocks.peekLast() instanceof AnthropicBlock.Text)) {
            add(new AnthropicBlock.Text());
        }
        blocks.getLast().held.append(text);
        flushHead();
    }

    private void thinking(String text) {
        if (!text.isEmpty()) {
            unsigned().held.append(text);
            flushHead();
        }
    }

    private void signed(String signature) {
        // Thinking that the provider keeps to itself has a signature but no text.
        unsigned().signature = signature;
    }

    private AnthropicBlock.Thinking unsigned() {
        if (blocks.peekLast() instanceof AnthropicBlock.Thinking t && t.signature == null) {
            return t;
        }
        AnthropicBlock.Thinking block = new AnthropicBlock.Thinking();
        add(block);
        return block;
    }

    private void tool(ChatEvent.ToolCallStarted start) {
        if (!tools.containsKey(start.index())) {
            AnthropicBlock.Tool block = new AnthropicBlock.Tool(start.id(), start.name());
            tools.put(start.index(), block);
            add(block);
        }
    }

    private void arguments(ChatEvent.ToolCallDelta delta) {
        AnthropicBlock.Tool block = tools.get(delta.index());
        if (block != null && blocks.contains(block)) {
            block.add(delta.fragment());
            flushHead();
            advance();
        }
    }

    private void add(AnthropicBlock block) {
        blocks.addLast(block);
        advance();
    }

    // Opens the first block, and closes blocks that are over while others wait.
    private void advance() {
        openHead();
        while (blocks.size() > 1 && blocks.getFirst().over()) {
            closeHead();
            openHead();
        }
    }

    private void drain() {
        while (!blocks.isEmpty()) {
            openHead();
            closeHead();
        }
    }

    private void openHead() {
        AnthropicBlock head = blocks.peekFirst();
        if (head == null || headOpen) {
            return;
        }
        begin();
        headOpen = true;
        event(
                "content_block_start",
                json -> {
                    json.put("index", index).object("content_block");
                    head.start(json);
                    json.end();
                });
        head.flush(this::delta);
    }

    private void flushHead() {
        blocks.getFirst().flush(this::delta);
    }

    private void closeHead() {
        blocks.removeFirst().finish(this::delta);
        event("content_block_stop", json -> json.put("index", index));
        index++;
        headOpen = false;
    }

    private void delta(String type, String member, String text) {
        event(
                "content_block_delta",
                json ->
                        json.put("index", index)
                                .object("delta")
                                .put("type", type)
                                .put(member, text)
                                .end());
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        event(
                "message_start",
                json -> {
                    json.object("message");
                    AnthropicAnswerBody.writeHead(json, identity);
                    json.array("content").end();
                    AnthropicAnswerBody.writeStop(json, null, null);
                    AnthropicUsage.writeMessage(json, usage);
                    json.end();
                });
    }

    private void event(String type, Consumer<JsonOut> members) {
        out.event(
                type,
                json -> {
                    json.object().put("type", type);
                    members.accept(json);
                    json.end();
                });
    }
}
