// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The events of one streamed response.
final class ResponsesStream {
    private final Said said;
    private final List<Beat> beats = new ArrayList<>();
    private int sequence;

    ResponsesStream(Said said) {
        this.said = said;
    }

    List<Beat> beats() {
        for (String type : List.of("response.created", "response.in_progress")) {
            beats.add(
                    Beat.opening(
                            event(
                                    type,
                                    e ->
                                            e.set(
                                                    "response",
                                                    ResponsesShape.response(
                                                            said, "in_progress")))));
        }
        List<ObjectNode> items = ResponsesShape.items(said);
        for (int i = 0; i < items.size(); i++) {
            item(i, said.answer().parts().get(i), items.get(i));
        }
        ObjectNode whole = ResponsesShape.response(said, "");
        other("response." + whole.path("status").asString(), e -> e.set("response", whole));
        return beats;
    }

    private void item(int index, Part part, ObjectNode item) {
        ObjectNode begun = item.deepCopy();
        String id = item.path("id").asString();
        switch (part) {
            case Part.Text _ -> begun.put("status", "in_progress").putArray("content");
            case Part.Thinking _ -> begun.putArray("summary");
            case Part.Call _ -> begun.put("status", "in_progress").put("arguments", "");
        }
        other("response.output_item.added", e -> e.put("output_index", index).set("item", begun));
        switch (part) {
            case Part.Text text -> text(index, id, text);
            case Part.Thinking thinking -> thinking(index, id, thinking);
            case Part.Call call -> call(index, id, call);
        }
        other("response.output_item.done", e -> e.put("output_index", index).set("item", item));
    }

    private void text(int index, String id, Part.Text text) {
        other(
                "response.content_part.added",
                e -> at(e, index, id).put("content_index", 0).set("part", ResponsesShape.text("")));
        for (String piece : text.pieces()) {
            content(
                    "response.output_text.delta",
                    e -> at(e, index, id).put("content_index", 0).put("delta", piece));
        }
        other(
                "response.output_text.done",
                e -> at(e, index, id).put("content_index", 0).put("text", text.whole()));
        other(
                "response.content_part.done",
                e ->
                        at(e, index, id)
                                .put("content_index", 0)
                                .set("part", ResponsesShape.text(text.whole())));
    }

    private void thinking(int index, String id, Part.Thinking thinking) {
        other(
                "response.reasoning_summary_part.added",
                e ->
                        at(e, index, id)
                                .put("summary_index", 0)
                                .putObject("part")
                                .put("type", "summary_text")
                                .put("text", ""));
        for (String piece : thinking.pieces()) {
            content(
                    "response.reasoning_summary_text.delta",
                    e -> at(e, index, id).put("summary_index", 0).put("delta", piece));
        }
        other(
                "response.reasoning_summary_text.done",
                e -> at(e, index, id).put("summary_index", 0).put("text", thinking.whole()));
        other(
                "response.reasoning_summary_part.done",
                e ->
                        at(e, index, id)
                                .put("summary_index", 0)
                                .putObject("part")
                                .put("type", "summary_text")
                                .put("text", thinking.whole()));
    }

    private void call(int index, String id, Part.Call call) {
        List<String> pieces = call.pieces().isEmpty() ? List.of("{}") : call.pieces();
        for (String piece : pieces) {
            content(
                    "response.function_call_arguments.delta",
                    e -> at(e, index, id).put("delta", piece));
        }
        other(
                "response.function_call_arguments.done",
                e ->
                        at(e, index, id)
                                .put("name", call.name())
                                .put("arguments", String.join("", pieces)));
    }

    private static ObjectNode at(ObjectNode event, int index, String id) {
        return event.put("item_id", id).put("output_index", index);
    }

    private void content(String type, Consumer<ObjectNode> fill) {
        beats.add(Beat.content(event(type, fill)));
    }

    private void other(String type, Consumer<ObjectNode> fill) {
        beats.add(Beat.other(event(type, fill)));
    }

    private String event(String type, Consumer<ObjectNode> fill) {
        ObjectNode event = Json.object().put("type", type).put("sequence_number", sequence++);
        fill.accept(event);
        return Sse.event(type, event.toString());
    }
}
