// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One element of `choices`, of a plain answer (`message`) or of a chunk (`delta`). What servers add
/// is skipped; where they use other names for the same thing, both are read.
final class OpenAiChoice {

    /// A piece of a tool call.
    ///
    /// @param index the server's own, or null
    /// @param id empty when not given
    /// @param name empty when not given
    /// @param arguments a fragment, perhaps empty
    record Call(@Nullable Long index, String id, String name, String arguments) {}

    private long index;
    private String reasoning = "";
    private final List<ChatEvent> content = new ArrayList<>();
    private String refusal = "";
    private final List<Call> calls = new ArrayList<>();
    private @Nullable String finish;

    private OpenAiChoice() {}

    /// Takes an element of `choices`.
    static OpenAiChoice read(JsonIn in) {
        return read(in, false);
    }

    /// The same of a completion of a text, whose words stand in the element itself.
    ///
    /// @param legacy whether it is one
    static OpenAiChoice read(JsonIn in, boolean legacy) {
        OpenAiChoice choice = new OpenAiChoice();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "index" -> choice.index = in.isNumber() ? in.integer() : skipped(in);
                case "delta", "message" -> choice.delta(in);
                case "finish_reason" -> choice.finish = textOrSkip(in);
                case "text" -> {
                    String words = textOrEmpty(in);
                    choice.text(legacy ? words : "", false);
                }
                default -> in.skip();
            }
        }
        return choice;
    }

    /// Which of several answers it belongs to.
    long index() {
        return index;
    }

    /// Thinking and words, in that order.
    List<ChatEvent> words() {
        List<ChatEvent> words = new ArrayList<>();
        if (!reasoning.isEmpty()) {
            words.add(new ChatEvent.ReasoningDelta(reasoning));
        }
        words.addAll(content);
        if (!refusal.isEmpty()) {
            words.add(new ChatEvent.RefusalDelta(refusal));
        }
        return words;
    }

    /// Pieces of tool calls.
    List<Call> calls() {
        return calls;
    }

    /// The server's word for why it stopped, or null.
    @Nullable String finish() {
        return finish;
    }

    private void delta(JsonIn in) {
        if (in.isNull()) {
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "content" -> content(in);
                case "refusal" -> refusal = textOrEmpty(in);
                case "reasoning_content", "reasoning" -> {
                    String words = textOrEmpty(in);
                    reasoning = reasoning.isEmpty() ? words : reasoning;
                }
                case "tool_calls" -> calls(in);
                case "function_call" -> {
                    if (in.isObject()) {
                        calls.add(function(in, 0L, ""));
                    } else {
                        in.skip();
                    }
                }
                default -> in.skip();
            }
        }
    }

    private void content(JsonIn in) {
        if (!in.isArray()) {
            text(textOrEmpty(in), false);
            return;
        }
        in.array();
        while (in.element()) {
            part(in);
        }
    }

    // Parts instead of a text, as some servers answer: words, or thinking made of words.
    private void part(JsonIn in) {
        if (!in.isObject()) {
            text(textOrEmpty(in), false);
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "text" -> text(textOrEmpty(in), false);
                case "thinking" -> thinking(in);
                default -> in.skip();
            }
        }
    }

    private void thinking(JsonIn in) {
        if (!in.isArray()) {
            text(textOrEmpty(in), true);
            return;
        }
        in.array();
        while (in.element()) {
            if (!in.isObject()) {
                in.skip();
                continue;
            }
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("text")) {
                    text(textOrEmpty(in), true);
                } else {
                    in.skip();
                }
            }
        }
    }

    private void text(String text, boolean thought) {
        if (!text.isEmpty()) {
            content.add(
                    thought ? new ChatEvent.ReasoningDelta(text) : new ChatEvent.TextDelta(text));
        }
    }

    private void calls(JsonIn in) {
        if (in.isNull()) {
            return;
        }
        in.array();
        while (in.element()) {
            calls.add(call(in));
        }
    }

    private static Call call(JsonIn in) {
        Long index = null;
        String id = "";
        Call function = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "index" ->
                        index = in.isNumber() ? Long.valueOf(in.integer()) : skippedNull(in);
                case "id" -> id = textOrEmpty(in);
                case "function" -> {
                    if (in.isObject()) {
                        function = function(in, null, "");
                    } else {
                        in.skip();
                    }
                }
                default -> in.skip();
            }
        }
        return function == null
                ? new Call(index, id, "", "")
                : new Call(index, id, function.name(), function.arguments());
    }

    private static Call function(JsonIn in, @Nullable Long index, String id) {
        String function = "";
        String arguments = "";
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "name" -> function = textOrEmpty(in);
                case "arguments" -> arguments = arguments(in);
                default -> in.skip();
            }
        }
        return new Call(index, id, function, arguments);
    }

    // Some servers send the object itself instead of its text.
    private static String arguments(JsonIn in) {
        return in.isObject() ? in.raw().value() : textOrEmpty(in);
    }

    private static String textOrEmpty(JsonIn in) {
        String text = textOrSkip(in);
        return text == null ? "" : text;
    }

    private static @Nullable String textOrSkip(JsonIn in) {
        if (in.isString()) {
            return in.string();
        }
        in.skip();
        return null;
    }

    private static long skipped(JsonIn in) {
        in.skip();
        return 0;
    }

    private static @Nullable Long skippedNull(JsonIn in) {
        in.skip();
        return null;
    }
}
