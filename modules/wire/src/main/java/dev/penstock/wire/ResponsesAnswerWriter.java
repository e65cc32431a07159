// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Encodes an answer as the event stream of a response: items strictly one after the other, every delta
/// in an item and a part that were announced, and all of it once more in the terminal event.
final class ResponsesAnswerWriter implements AnswerWriter {

    /// The most characters that one response may hold, which must be kept for its terminal event.
    static final int MOST = 32 * 1024 * 1024;

    private final SseOut out = new SseOut();
    private final ResponsesObject response;
    private final ResponsesOpenCalls calls =
            new ResponsesOpenCalls(this::openCall, this::callDelta);

    private long sequence;
    private boolean begun;
    private @Nullable ResponsesItem open;
    private int place;
    private long characters;
    private @Nullable StopReason reason;

    ResponsesAnswerWriter(AnswerIdentity identity, ResponsesEcho echo) {
        this.response = new ResponsesObject(identity, echo);
    }

    @Override
    public byte[] write(ChatEvent event) {
        begin();
        if (reason != null && !(event instanceof ChatEvent.UsageReported)) {
            return out.take();
        }
        switch (event) {
            case ChatEvent.Started _ -> {}
            case ChatEvent.TextDelta d -> words(false, d.text());
            case ChatEvent.RefusalDelta d -> words(true, d.text());
            case ChatEvent.ReasoningDelta d -> thinking(d.text());
            case ChatEvent.ReasoningSigned s -> seal(ResponsesSeal.signed(s.signature()));
            case ChatEvent.ReasoningRedacted r -> {
                closeAll();
                seal(ResponsesSeal.hidden(r.data()));
            }
            case ChatEvent.ToolCallStarted s -> {
                if (!(open instanceof ResponsesItem.Call)) {
                    close();
                }
                calls.start(s);
            }
            case ChatEvent.ToolCallDelta d -> {
                counted(d.fragment());
                calls.delta(d);
            }
            case ChatEvent.UsageReported u -> response.usage(u.usage());
            case ChatEvent.Finished f -> {
                reason = f.reason();
                closeAll();
            }
        }
        return out.take();
    }

    @Override
    public byte[] end() {
        begin();
        StopReason why = reason == null ? StopReason.END : reason;
        lifeCycle("response." + response.status(why), json -> response.over(json, why));
        return out.take();
    }

    /// Ends the stream with a failure.
    byte[] fail(Failure failure) {
        begin();
        long number = sequence++;
        out.event("error", json -> ResponsesErrors.event(json, failure, number));
        lifeCycle("response.failed", json -> response.failed(json, failure));
        return out.take();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            lifeCycle("response.created", response::begun);
            lifeCycle("response.in_progress", response::begun);
        }
    }

    private void lifeCycle(String type, Consumer<JsonOut> members) {
        event(
                type,
                json -> {
                    json.object("response");
                    members.accept(json);
                    json.end();
                });
    }

    private void event(String type, Consumer<JsonOut> members) {
        long number = sequence++;
        out.event(
                type,
                json -> {
                    json.object().put("type", type).put("sequence_number", number);
                    members.accept(json);
                    json.end();
                });
    }

    // An event about the open item.
    private void itemEvent(String type, ResponsesItem item, Consumer<JsonOut> members) {
        event(
                type,
                json -> {
                    json.put("item_id", item.id()).put("output_index", place);
                    members.accept(json);
                });
    }

    private void words(boolean refusal, String text) {
        if (text.isEmpty()) {
            return;
        }
        counted(text);
        ResponsesItem.Words words = openWords();
        ResponsesItem.Piece piece = words.pieces().isEmpty() ? null : words.pieces().getLast();
        if (piece == null || piece.refusal() != refusal) {
            closePiece(words);
            piece = new ResponsesItem.Piece(refusal);
            words.pieces().add(piece);
            part("response.content_part.added", words, piece);
        }
        piece.text().append(text);
        itemEvent(
                refusal ? "response.refusal.delta" : "response.output_text.delta",
                words,
                json -> {
                    json.put("content_index", words.pieces().size() - 1).put("delta", text);
                    if (!refusal) {
                        json.array("logprobs").end();
                    }
                });
    }

    private ResponsesItem.Words openWords() {
        if (open instanceof ResponsesItem.Words words) {
            return words;
        }
        closeAll();
        ResponsesItem.Words words = new ResponsesItem.Words(response.nextId("msg_"));
        open(words);
        return words;
    }

    private void thinking(String text) {
        if (text.isEmpty()) {
            return;
        }
        counted(text);
        ResponsesItem.Thought thought = openThought();
        if (thought.text.isEmpty()) {
            summaryPart("response.reasoning_summary_part.added", thought);
        }
        thought.text.append(text);
        itemEvent(
                "response.reasoning_summary_text.delta",
                thought,
                json -> json.put("summary_index", 0).put("delta", text));
    }

    private ResponsesItem.Thought openThought() {
        if (open instanceof ResponsesItem.Thought thought) {
            return thought;
        }
        closeAll();
        ResponsesItem.Thought thought = new ResponsesItem.Thought(response.nextId("rs_"));
        open(thought);
        return thought;
    }

    private void seal(String seal) {
        openThought().seal = seal;
        close();
    }

    private void openCall(ChatEvent.ToolCallStarted started) {
        close();
        open(response.call(started.id(), started.name()));
    }

    private void callDelta(String fragment) {
        if (open instanceof ResponsesItem.Call call && !fragment.isEmpty()) {
            call.written().append(fragment);
            // A text inside of JSON is known only when that is whole.
            if (!call.custom()) {
                itemEvent(
                        "response.function_call_arguments.delta",
                        call,
                        json -> json.put("delta", fragment));
            }
        }
    }

    private void counted(String text) {
        characters += text.length();
        if (characters > MOST) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.MALFORMED,
                            "the provider's answer is longer than " + MOST + " characters"));
        }
    }

    private void open(ResponsesItem item) {
        place = response.add(item);
        open = item;
        whole("response.output_item.added", item, "in_progress");
    }

    // Calls that wait for their turn get it now: nothing more will come of them.
    private void closeAll() {
        calls.flush();
        close();
    }

    private void close() {
        ResponsesItem item = open;
        if (item == null) {
            return;
        }
        switch (item) {
            case ResponsesItem.Words words -> closePiece(words);
            case ResponsesItem.Thought thought -> closeThought(thought);
            case ResponsesItem.Call call -> closeCall(call);
        }
        open = null;
        boolean cut = reason == StopReason.MAX_TOKENS || reason == StopReason.CONTEXT_WINDOW;
        whole("response.output_item.done", item, cut ? "incomplete" : "completed");
    }

    private void closePiece(ResponsesItem.Words words) {
        if (words.pieces().isEmpty()) {
            return;
        }
        ResponsesItem.Piece piece = words.pieces().getLast();
        itemEvent(
                piece.refusal() ? "response.refusal.done" : "response.output_text.done",
                words,
                json -> {
                    json.put("content_index", words.pieces().size() - 1)
                            .put(piece.refusal() ? "refusal" : "text", piece.text().toString());
                    if (!piece.refusal()) {
                        json.array("logprobs").end();
                    }
                });
        part("response.content_part.done", words, piece);
    }

    private void part(String type, ResponsesItem.Words words, ResponsesItem.Piece piece) {
        itemEvent(
                type,
                words,
                json -> {
                    json.put("content_index", words.pieces().size() - 1).object("part");
                    piece.members(json);
                    json.end();
                });
    }

    private void closeThought(ResponsesItem.Thought thought) {
        if (thought.text.isEmpty()) {
            return;
        }
        itemEvent(
                "response.reasoning_summary_text.done",
                thought,
                json -> json.put("summary_index", 0).put("text", thought.text.toString()));
        summaryPart("response.reasoning_summary_part.done", thought);
    }

    private void summaryPart(String type, ResponsesItem.Thought thought) {
        itemEvent(
                type,
                thought,
                json ->
                        json.put("summary_index", 0)
                                .object("part")
                                .put("type", "summary_text")
                                .put("text", thought.text.toString())
                                .end());
    }

    private void closeCall(ResponsesItem.Call call) {
        if (call.custom()) {
            String input = call.input();
            itemEvent(
                    "response.custom_tool_call_input.delta",
                    call,
                    json -> json.put("delta", input));
            itemEvent(
                    "response.custom_tool_call_input.done", call, json -> json.put("input", input));
            return;
        }
        if (call.written().isEmpty()) {
            callDelta(call.arguments());
        }
        itemEvent(
                "response.function_call_arguments.done",
                call,
                json -> json.put("name", call.name()).put("arguments", call.arguments()));
    }

    private void whole(String type, ResponsesItem item, String status) {
        event(
                type,
                json -> {
                    json.put("output_index", place).object("item");
                    item.members(json, status);
                    json.end();
                });
    }
}
