// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Usage;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the stream of Google's format. Calls go out whole, so their arguments wait until they are
/// complete; the end and the usage stand in the last event.
final class GeminiAnswerWriter implements AnswerWriter {

    private static final class Call {
        final String id;
        final String name;
        final @Nullable String signature;
        final StringBuilder arguments = new StringBuilder();
        final JsonExtent extent = new JsonExtent();

        Call(String id, String name, @Nullable String signature) {
            this.id = id;
            this.name = name;
            this.signature = signature;
        }
    }

    private final AnswerIdentity identity;
    private final SseOut out = new SseOut();
    private final TreeMap<Integer, Call> open = new TreeMap<>();
    private @Nullable String signature;
    private boolean refused;
    private @Nullable Usage usage;
    private ChatEvent.@Nullable Finished finished;

    GeminiAnswerWriter(AnswerIdentity identity) {
        this.identity = identity;
    }

    @Override
    public byte[] write(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started _ -> {}
            case ChatEvent.UsageReported u -> usage = u.usage();
            case ChatEvent.TextDelta d -> words(d.text(), false);
            case ChatEvent.RefusalDelta d -> {
                refused |= !d.text().isEmpty();
                words(d.text(), false);
            }
            case ChatEvent.ReasoningDelta d -> words(d.text(), true);
            case ChatEvent.ReasoningSigned s -> {
                prove();
                signature = GeminiSignature.shown(s.signature());
            }
            case ChatEvent.ReasoningRedacted r -> {
                prove();
                String sealed = GeminiSignature.sealed(r.data());
                content(json -> GeminiAnswerBody.proof(json, sealed));
            }
            case ChatEvent.ToolCallStarted s -> {
                if (!open.containsKey(s.index())) {
                    open.put(s.index(), new Call(s.id(), s.name(), signature));
                    signature = null;
                }
            }
            case ChatEvent.ToolCallDelta d -> arguments(d);
            case ChatEvent.Finished f -> {
                flush();
                prove();
                finished = f;
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
        flush();
        prove();
        Usage counted = usage;
        piece(json -> {
            json.array("candidates").object();
            GeminiAnswerBody.begin(json);
            // Some clients read the first part of every piece unasked.
            json.object().put("text", "").end();
            json.end().end();
            json.put("finishReason", GeminiFinish.write(last.reason(), refused)).put("index", 0);
            json.end().end();
            if (counted != null) {
                GeminiUsage.write(json, counted);
            }
        });
        return out.take();
    }

    private void words(String text, boolean thought) {
        if (!text.isEmpty()) {
            prove();
            content(json -> GeminiAnswerBody.words(json, text, thought));
        }
    }

    // A signature that no call took.
    private void prove() {
        String proof = signature;
        if (proof != null) {
            signature = null;
            content(json -> GeminiAnswerBody.proof(json, proof));
        }
    }

    private void arguments(ChatEvent.ToolCallDelta delta) {
        Call call = open.get(delta.index());
        if (call == null || call.extent.complete()) {
            return;
        }
        call.extent.feed(delta.fragment());
        call.arguments.append(delta.fragment());
        // In the order of the calls, whatever the order of their arguments.
        while (!open.isEmpty() && open.firstEntry().getValue().extent.complete()) {
            send(open.pollFirstEntry().getValue());
        }
    }

    private void send(Call call) {
        content(json ->
                GeminiAnswerBody.call(
                        json, call.id, call.name, call.arguments.toString(), call.signature));
    }

    private void flush() {
        open.values().forEach(this::send);
        open.clear();
    }

    private void content(Consumer<JsonOut> part) {
        piece(json -> {
            json.array("candidates").object();
            GeminiAnswerBody.begin(json);
            part.accept(json);
            json.end().end().put("index", 0).end().end();
        });
    }

    private void piece(Consumer<JsonOut> members) {
        out.data(json -> {
            json.object();
            members.accept(json);
            GeminiAnswerBody.head(json, identity);
            json.end();
        });
    }
}
