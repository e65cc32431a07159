// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Encodes an answer as chat completion chunks, in the order that all clients accept: role, content,
/// one finish, then usage in a chunk of its own, then `[DONE]`.
final class OpenAiAnswerWriter implements AnswerWriter {

    private final AnswerIdentity identity;
    private final boolean usageAsked;
    private final SseOut out = new SseOut();

    // By index, whether any argument text was written.
    private final Map<Integer, Boolean> calls = new TreeMap<>();
    private boolean begun;
    private boolean finished;
    private @Nullable Usage usage;

    OpenAiAnswerWriter(AnswerIdentity identity, boolean usageAsked) {
        this.identity = identity;
        this.usageAsked = usageAsked;
    }

    @Override
    public byte[] write(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started _ -> begin();
            case ChatEvent.TextDelta d -> words("content", d.text());
            case ChatEvent.RefusalDelta d -> words("refusal", d.text());
            case ChatEvent.ReasoningDelta d -> words("reasoning_content", d.text());
            case ChatEvent.ToolCallStarted s -> call(s);
            case ChatEvent.ToolCallDelta d -> arguments(d.index(), d.fragment());
            case ChatEvent.UsageReported u -> usage = u.usage();
            case ChatEvent.Finished f -> finish(f.reason());
            // Proofs and hidden thinking have no place in this format.
            case ChatEvent.ReasoningSigned _, ChatEvent.ReasoningRedacted _ -> {}
        }
        return out.take();
    }

    @Override
    public byte[] end() {
        Usage counted = usage;
        if (usageAsked && counted != null) {
            out.data(json -> {
                json.object();
                OpenAiAnswerBody.begin(json, identity, "chat.completion.chunk");
                json.array("choices").end();
                OpenAiUsage.write(json, counted);
                json.end();
            });
        }
        out.line("[DONE]");
        return out.take();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            chunk(delta -> delta.put("role", "assistant").put("content", ""), null);
        }
    }

    private void words(String member, String text) {
        if (!text.isEmpty()) {
            delta(delta -> delta.put(member, text));
        }
    }

    private void call(ChatEvent.ToolCallStarted call) {
        if (calls.putIfAbsent(call.index(), false) == null) {
            delta(delta ->
                    delta.array("tool_calls")
                            .object()
                            .put("index", call.index())
                            .put("id", call.id())
                            .put("type", "function")
                            .object("function")
                            .put("name", call.name())
                            .put("arguments", "")
                            .end()
                            .end()
                            .end());
        }
    }

    private void arguments(int index, String fragment) {
        if (!fragment.isEmpty() && calls.containsKey(index)) {
            calls.put(index, true);
            delta(delta ->
                    delta.array("tool_calls")
                            .object()
                            .put("index", index)
                            .object("function")
                            .put("arguments", fragment)
                            .end()
                            .end()
                            .end());
        }
    }

    private void finish(StopReason reason) {
        if (finished) {
            return;
        }
        // Clients parse the arguments of every call, so a call without any has an empty object.
        for (Map.Entry<Integer, Boolean> call : calls.entrySet()) {
            if (!call.getValue()) {
                arguments(call.getKey(), "{}");
            }
        }
        begin();
        finished = true;
        chunk(_ -> {}, OpenAiFinish.of(reason));
    }

    private void delta(Consumer<JsonOut> members) {
        begin();
        if (!finished) {
            chunk(members, null);
        }
    }

    private void chunk(Consumer<JsonOut> members, @Nullable String finish) {
        out.data(json -> {
            json.object();
            OpenAiAnswerBody.begin(json, identity, "chat.completion.chunk");
            json.array("choices").object().put("index", 0).object("delta");
            members.accept(json);
            json.end().putOrNull("finish_reason", finish).end().end();
            if (usageAsked) {
                json.putNull("usage");
            }
            json.end();
        });
    }
}
