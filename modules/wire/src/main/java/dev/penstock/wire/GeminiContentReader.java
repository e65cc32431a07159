// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads `contents`. Clients keep streamed answers as many contents of the model in a row, so those
/// become one message again.
final class GeminiContentReader {

    private final JsonIn in;
    private final GeminiPartReader parts;

    /// @param extras takes what has no word here
    GeminiContentReader(JsonIn in, Map<String, JsonText> extras) {
        this.in = in;
        this.parts = new GeminiPartReader(in, extras);
    }

    /// Takes the array.
    List<Message> messages() {
        List<Message> all = new ArrayList<>();
        List<ContentPart> model = new ArrayList<>();
        in.array();
        while (in.element()) {
            content(all, model);
        }
        speak(all, model);
        if (all.isEmpty()) {
            throw in.fault("must hold at least one content");
        }
        return all;
    }

    /// Takes the content of an instruction.
    List<ContentPart> instruction() {
        return read().parts();
    }

    private record Content(boolean model, List<ContentPart> parts) {}

    private Content read() {
        boolean model = false;
        List<ContentPart> said = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "role" -> model = model();
                case "parts" -> said = parts();
                default -> in.skip();
            }
        }
        if (said == null) {
            throw in.missing("parts");
        }
        return new Content(model, said);
    }

    private void content(List<Message> all, List<ContentPart> model) {
        Content content = read();
        if (content.model()) {
            for (ContentPart part : content.parts()) {
                if (part instanceof ContentPart.ToolResult
                        || part instanceof ContentPart.Image
                        || part instanceof ContentPart.Document
                        || part instanceof ContentPart.Audio) {
                    throw in.fault("of role model may hold only words, thoughts and calls");
                }
                GeminiPartReader.join(model, part);
            }
            return;
        }
        speak(all, model);
        List<ContentPart> results = new ArrayList<>();
        List<ContentPart> rest = new ArrayList<>();
        for (ContentPart part : content.parts()) {
            switch (part) {
                case ContentPart.ToolResult result -> results.add(result);
                case ContentPart.ToolCall _ ->
                        throw in.fault("of role user must hold no functionCall");
                case ContentPart.Reasoning _, ContentPart.RedactedReasoning _ -> {}
                case ContentPart.Text _,
                        ContentPart.Refusal _,
                        ContentPart.Image _,
                        ContentPart.Document _,
                        ContentPart.Audio _ ->
                        rest.add(part);
            }
        }
        if (!results.isEmpty()) {
            all.add(new Message(Role.TOOL, results));
        }
        if (!rest.isEmpty()) {
            all.add(new Message(Role.USER, rest));
        }
    }

    private static void speak(List<Message> all, List<ContentPart> model) {
        if (!model.isEmpty()) {
            all.add(new Message(Role.ASSISTANT, model));
            model.clear();
        }
    }

    private boolean model() {
        if (in.isNull()) {
            return false;
        }
        String role = in.string();
        return switch (role) {
            case "model" -> true;
            case "user", "function", "system", "" -> false;
            default -> throw in.fault("must be user or model");
        };
    }

    private List<ContentPart> parts() {
        List<ContentPart> said = new ArrayList<>();
        in.array();
        int count = 0;
        while (in.element()) {
            count++;
            parts.read(said);
        }
        if (count == 0) {
            throw in.fault("must hold at least one part");
        }
        return said;
    }
}
