// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of one piece of an answer.
final class GeminiParts {

    /// What the gateway carries of a part.
    sealed interface Part {}

    /// Words or thoughts, perhaps none but a signature.
    record Words(String text, boolean thought, @Nullable String signature) implements Part {}

    /// A call; its arguments are whole.
    record Function(@Nullable String id, String name, String arguments, @Nullable String signature)
            implements Part {}

    /// A picture or sound that the model made.
    record Media(String type, String data) implements Part {}

    private final List<Part> all = new ArrayList<>();

    List<Part> all() {
        return all;
    }

    /// Takes a `content`.
    void read(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("parts") && in.isArray()) {
                in.array();
                while (in.element()) {
                    part(in);
                }
            } else {
                in.skip();
            }
        }
    }

    private void part(JsonIn in) {
        String text = null;
        boolean thought = false;
        String signature = null;
        Function call = null;
        Media media = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (name) {
                case "text" -> text = in.string();
                case "thought" -> thought = in.bool();
                case "thoughtSignature" -> signature = in.string();
                case "functionCall" -> call = call(in);
                case "inlineData" -> media = media(in);
                default -> in.skip();
            }
        }
        if (call != null) {
            all.add(new Function(call.id(), call.name(), call.arguments(), signature));
        } else if (media != null) {
            all.add(media);
        } else if (text != null || signature != null) {
            all.add(new Words(text == null ? "" : text, thought, signature));
        }
    }

    private static Function call(JsonIn in) {
        String id = null;
        String name = null;
        String arguments = "{}";
        in.object();
        for (String member = in.member(); member != null; member = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (member) {
                case "id" -> id = in.string();
                case "name" -> name = in.string();
                case "args" -> {
                    in.object();
                    arguments = line(in.raw().value());
                }
                default -> in.skip();
            }
        }
        if (name == null || name.isBlank()) {
            throw in.missing("name");
        }
        return new Function(id, name, arguments, null);
    }

    // Providers write their JSON over several lines; arguments go into events of one line.
    private static String line(String json) {
        return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
                ? json
                : JsonTree.text(JsonTree.of(new JsonText(json))).value();
    }

    /// The arguments of a call as an object in one line.
    static JsonText object(String arguments) {
        return new JsonText(line(AnthropicInput.object(arguments).value()));
    }

    private static @Nullable Media media(JsonIn in) {
        String type = "";
        String data = "";
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "mimeType" -> type = in.string();
                case "data" -> data = in.string();
                default -> in.skip();
            }
        }
        return data.isEmpty() ? null : new Media(type, data);
    }
}
