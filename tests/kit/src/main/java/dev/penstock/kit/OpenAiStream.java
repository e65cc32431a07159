// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The chunks of one streamed chat completion.
final class OpenAiStream {
    private final Said said;
    private final List<Beat> beats = new ArrayList<>();
    private int calls;

    OpenAiStream(Said said) {
        this.said = said;
    }

    List<Beat> beats() {
        boolean speaks = said.answer().parts().stream().anyMatch(Part.Text.class::isInstance);
        beats.add(
                Beat.opening(
                        chunk(delta -> {
                            delta.put("role", "assistant").put("content", "");
                            if (!speaks) {
                                delta.putNull("content");
                            }
                            delta.putNull("refusal");
                        })));
        said.answer().parts().forEach(this::part);
        beats.add(Beat.other(finish()));
        if (said.prompt().usageInStream()) {
            beats.add(Beat.other(usage()));
        }
        beats.add(Beat.other(Sse.DONE));
        return beats;
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text text ->
                    text.pieces().forEach(piece -> content(d -> d.put("content", piece)));
            case Part.Thinking thinking ->
                    thinking.pieces()
                            .forEach(piece -> content(d -> d.put("reasoning_content", piece)));
            case Part.Call call -> call(call, calls++);
        }
    }

    private void call(Part.Call call, int index) {
        content(delta -> {
            ObjectNode opened = delta.putArray("tool_calls").addObject().put("index", index);
            opened.put("id", said.id("call_", index)).put("type", "function");
            opened.putObject("function").put("name", call.name()).put("arguments", "");
        });
        List<String> pieces = call.pieces().isEmpty() ? List.of("{}") : call.pieces();
        for (String piece : pieces) {
            content(delta ->
                    delta.putArray("tool_calls")
                            .addObject()
                            .put("index", index)
                            .putObject("function")
                            .put("arguments", piece));
        }
    }

    private void content(Consumer<ObjectNode> fill) {
        beats.add(Beat.content(chunk(fill)));
    }

    private String chunk(Consumer<ObjectNode> fill) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        fill.accept(choice.putObject("delta"));
        choice.putNull("logprobs").putNull("finish_reason");
        return sent(chunk);
    }

    private String finish() {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", said.answer().stop().openAi());
        return sent(chunk);
    }

    private String usage() {
        ObjectNode chunk = head();
        chunk.putArray("choices");
        chunk.set("usage", OpenAiShape.usage(said.tokens()));
        return Sse.data(chunk.toString());
    }

    private ObjectNode head() {
        return OpenAiShape.head(said, "chat.completion.chunk").put("service_tier", "default");
    }

    private String sent(ObjectNode chunk) {
        if (said.prompt().usageInStream()) {
            chunk.putNull("usage");
        }
        return Sse.data(chunk.put("obfuscation", "x7Kq").toString());
    }
}
