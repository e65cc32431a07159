// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The events of one streamed message.
final class AnthropicStream {
    private final Said said;
    private final List<Beat> beats = new ArrayList<>();
    private int index;
    private int calls;

    AnthropicStream(Said said) {
        this.said = said;
    }

    List<Beat> beats() {
        ObjectNode message = AnthropicShape.message(said);
        message.set("usage", AnthropicShape.usage(said.tokens().withOutput(1)));
        ObjectNode start = typed("message_start");
        start.set("message", message);
        beats.add(Beat.opening(event(start)));
        said.answer().parts().forEach(this::part);
        beats.add(Beat.other(event(delta())));
        beats.add(Beat.other(event(typed("message_stop"))));
        return beats;
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text text -> {
                start(Beat.Kind.OTHER, block -> block.put("type", "text").put("text", ""));
                text.pieces().forEach(piece -> content("text_delta", "text", piece));
            }
            case Part.Thinking thinking -> {
                start(
                        Beat.Kind.OTHER,
                        block ->
                                block.put("type", "thinking")
                                        .put("thinking", "")
                                        .put("signature", ""));
                thinking.pieces().forEach(p -> content("thinking_delta", "thinking", p));
                beats.add(
                        Beat.other(
                                blockDelta(
                                        "signature_delta", "signature", AnthropicShape.SIGNATURE)));
            }
            case Part.Call call -> {
                start(
                        Beat.Kind.CONTENT,
                        block -> AnthropicShape.toolUse(block, said, call, calls++));
                beats.add(Beat.other(blockDelta("input_json_delta", "partial_json", "")));
                call.pieces().forEach(p -> content("input_json_delta", "partial_json", p));
            }
        }
        beats.add(Beat.other(event(typed("content_block_stop").put("index", index))));
        index++;
    }

    private void start(Beat.Kind kind, Consumer<ObjectNode> fill) {
        ObjectNode start = typed("content_block_start").put("index", index);
        fill.accept(start.putObject("content_block"));
        beats.add(new Beat(event(start), kind));
        if (index == 0) {
            beats.add(Beat.other(event(typed("ping"))));
        }
    }

    private void content(String type, String member, String piece) {
        beats.add(Beat.content(blockDelta(type, member, piece)));
    }

    private String blockDelta(String type, String member, String piece) {
        ObjectNode delta = typed("content_block_delta").put("index", index);
        delta.putObject("delta").put("type", type).put(member, piece);
        return event(delta);
    }

    private ObjectNode delta() {
        ObjectNode delta = typed("message_delta");
        ObjectNode told =
                delta.putObject("delta").put("stop_reason", said.answer().stop().anthropic());
        told.put("stop_sequence", said.answer().stopSequence().orElse(null));
        Tokens tokens = said.tokens();
        delta.putObject("usage")
                .put("input_tokens", tokens.input())
                .put("cache_creation_input_tokens", tokens.cacheWrite())
                .put("cache_read_input_tokens", tokens.cacheRead())
                .put("output_tokens", tokens.output());
        return delta;
    }

    private static ObjectNode typed(String type) {
        return Json.object().put("type", type);
    }

    private static String event(ObjectNode data) {
        return Sse.event(data.path("type").asString(""), data.toString());
    }
}
