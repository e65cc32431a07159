// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.MediaSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the parts of a conversation. Calls without an id get one by their place, so that the same
/// history gives the same ids; results without one belong to the oldest open call of their name.
final class GeminiPartReader {

    private record Open(String id, String name) {}

    private final JsonIn in;
    private final Map<String, JsonText> extras;
    private final List<Open> open = new ArrayList<>();
    private int calls;

    GeminiPartReader(JsonIn in, Map<String, JsonText> extras) {
        this.in = in;
        this.extras = extras;
    }

    /// Takes one part.
    void read(List<ContentPart> said) {
        ContentPart part = null;
        String text = null;
        boolean thought = false;
        String signature = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            String known = GeminiMembers.camel(name);
            switch (known) {
                case "text" -> text = in.string();
                case "thought" -> thought = in.bool();
                case "thoughtSignature" -> signature = in.string();
                case "inlineData" -> part = inline();
                case "fileData" -> part = file();
                case "functionCall" -> part = call();
                case "functionResponse" -> part = response();
                default -> extras.put("contents.parts." + known, in.raw());
            }
        }
        ContentPart proof = signature == null ? null : GeminiSignature.returned(signature);
        if (text != null && thought) {
            if (!text.isEmpty()) {
                join(said, new ContentPart.Reasoning(text, null));
            }
            join(said, proof);
        } else if (text != null) {
            if (!text.isEmpty()) {
                said.add(new ContentPart.Text(text));
            }
            join(said, proof);
        } else {
            join(said, proof);
            join(said, part);
        }
    }

    /// Adds a part of the model's: a signature completes the thinking before it, words continue words.
    static void join(List<ContentPart> said, @Nullable ContentPart part) {
        if (part == null) {
            return;
        }
        ContentPart last = said.isEmpty() ? null : said.getLast();
        if (part instanceof ContentPart.Reasoning more
                && last instanceof ContentPart.Reasoning begun
                && begun.signature() == null) {
            said.set(
                    said.size() - 1,
                    new ContentPart.Reasoning(begun.text() + more.text(), more.signature()));
        } else if (part instanceof ContentPart.Text more
                && last instanceof ContentPart.Text begun) {
            said.set(said.size() - 1, new ContentPart.Text(begun.text() + more.text()));
        } else {
            said.add(part);
        }
    }

    private ContentPart inline() {
        String type = null;
        String data = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (GeminiMembers.camel(name)) {
                case "mimeType" -> type = in.string();
                case "data" -> data = in.string();
                default -> in.skip();
            }
        }
        if (type == null || type.isBlank()) {
            throw in.missing("mimeType");
        }
        if (data == null || data.isBlank()) {
            throw in.missing("data");
        }
        return media(type, data);
    }

    private ContentPart media(String mediaType, String data) {
        String type = plain(mediaType);
        if (type.startsWith("image/")) {
            return new ContentPart.Image(new MediaSource.Inline(type, data), null);
        }
        if (type.equals("application/pdf") || type.startsWith("text/")) {
            return new ContentPart.Document(new MediaSource.Inline(type, data), null);
        }
        return switch (type) {
            case "audio/wav", "audio/x-wav", "audio/wave" -> new ContentPart.Audio(data, "wav");
            case "audio/mp3", "audio/mpeg" -> new ContentPart.Audio(data, "mp3");
            default ->
                    throw in.faultIn(
                            "mimeType",
                            "must be an image, application/pdf, text, audio/wav or audio/mp3 for this"
                                    + " model");
        };
    }

    private static String plain(String mediaType) {
        int end = mediaType.indexOf(';');
        String type = end < 0 ? mediaType : mediaType.substring(0, end);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private ContentPart file() {
        String type = "";
        String uri = "";
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (GeminiMembers.camel(name)) {
                case "mimeType" -> type = plain(in.string());
                case "fileUri" -> uri = in.string();
                default -> in.skip();
            }
        }
        boolean web = uri.startsWith("https://") || uri.startsWith("http://");
        if (!web || uri.contains("generativelanguage.googleapis.com")) {
            throw in.faultIn(
                    "fileUri",
                    "names a file that is kept at Google, but this model is served by another"
                            + " provider; send it as inlineData");
        }
        MediaSource source = new MediaSource.Remote(uri);
        if (type.startsWith("image/")) {
            return new ContentPart.Image(source, null);
        }
        if (type.equals("application/pdf")) {
            return new ContentPart.Document(source, null);
        }
        throw in.faultIn("mimeType", "must be an image or application/pdf for this model");
    }

    private ContentPart call() {
        String id = null;
        String found = null;
        String arguments = "";
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (name) {
                case "id" -> id = in.string();
                case "name" -> found = OpenAiToolReader.name(in);
                case "args" -> {
                    in.object();
                    arguments = in.raw().value();
                }
                default -> in.skip();
            }
        }
        if (found == null) {
            throw in.missing("name");
        }
        int number = calls++;
        String known = id == null || id.isBlank() ? "call_" + number + "_" + safe(found) : id;
        open.add(new Open(known, found));
        return new ContentPart.ToolCall(known, found, arguments);
    }

    private static String safe(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return safe.length() <= 40 ? safe : safe.substring(0, 40);
    }

    private ContentPart response() {
        String id = null;
        String found = null;
        GeminiToolAnswer answer = null;
        List<ContentPart> media = new ArrayList<>();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (name) {
                case "id" -> id = in.string();
                case "name" -> found = in.string();
                case "response" -> {
                    in.object();
                    answer = GeminiToolAnswer.read(in.raw());
                }
                case "parts" -> {
                    in.array();
                    while (in.element()) {
                        read(media);
                    }
                }
                default -> in.skip();
            }
        }
        if (found == null || found.isBlank()) {
            throw in.missing("name");
        }
        List<ContentPart> content = new ArrayList<>();
        if (answer != null && !answer.text().isEmpty()) {
            content.add(new ContentPart.Text(answer.text()));
        }
        content.addAll(media);
        return new ContentPart.ToolResult(
                answered(id, found), content, answer != null && answer.error());
    }

    private String answered(@Nullable String id, String name) {
        for (Open call : open) {
            if (call.id().equals(id)) {
                open.remove(call);
                return call.id();
            }
        }
        for (Open call : open) {
            if (call.name().equals(name)) {
                open.remove(call);
                return call.id();
            }
        }
        throw in.faultIn("name", "must be a function that was called before and is not answered");
    }
}
