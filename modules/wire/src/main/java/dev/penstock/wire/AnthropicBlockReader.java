// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.MediaSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one content block of a request. Its members may come in any order.
///
/// Blocks about tools that Anthropic itself ran stand in histories only and mean nothing to another
/// provider: they are left out. A block of an unknown type is refused.
final class AnthropicBlockReader {

    private final JsonIn in;
    private final boolean nested;

    private @Nullable String type;
    private @Nullable String text;
    private @Nullable String thinking;
    private @Nullable String signature;
    private @Nullable String data;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String toolUseId;
    private @Nullable String title;
    private @Nullable String place;
    private @Nullable JsonText input;
    private @Nullable AnthropicSource source;
    private boolean error;
    private @Nullable List<ContentPart> content;
    private @Nullable JsonText unread;

    /// @param nested whether the block stands inside another one
    AnthropicBlockReader(JsonIn in, boolean nested) {
        this.in = in;
        this.nested = nested;
    }

    /// Takes the block under the cursor and adds what it is.
    void read(List<ContentPart> parts) {
        in.object();
        for (String member = in.member(); member != null; member = in.member()) {
            member(member);
        }
        if (type == null) {
            throw in.missing("type");
        }
        switch (type) {
            case "text" -> parts.add(new ContentPart.Text(required("text", text)));
            case "image" -> parts.add(image());
            case "document" -> document(parts);
            case "search_result" -> parts.add(new ContentPart.Text(searchResult()));
            case "tool_use" -> parts.add(toolUse());
            case "tool_result" -> parts.add(toolResult());
            case "thinking" -> thinking(parts);
            case "redacted_thinking" ->
                    parts.add(new ContentPart.RedactedReasoning(required("data", data)));
            default -> {
                if (!leftOut(type)) {
                    throw in.faultIn("type", "is '" + type + "', which is not known here");
                }
            }
        }
    }

    private static boolean leftOut(String type) {
        return switch (type) {
            case "server_tool_use",
                    "mcp_tool_use",
                    "container_upload",
                    "tool_reference",
                    "compaction" ->
                    true;
            default -> type.endsWith("_tool_result");
        };
    }

    private void member(String member) {
        switch (member) {
            case "type" -> type = in.string();
            case "text" -> text = in.optionalString();
            case "thinking" -> thinking = in.optionalString();
            case "signature" -> signature = in.optionalString();
            case "data" -> data = in.optionalString();
            case "id" -> id = in.optionalString();
            case "name" -> name = in.optionalString();
            case "tool_use_id" -> toolUseId = in.optionalString();
            case "title" -> title = in.optionalString();
            case "is_error" -> error = Boolean.TRUE.equals(in.optionalBool());
            case "input" -> input = in.optionalRaw();
            case "source" -> source();
            case "content" -> content();
            default -> in.skip();
        }
    }

    private void source() {
        if (in.isString()) {
            place = in.string();
        } else if (!in.isNull()) {
            source = new AnthropicSource(in);
        }
    }

    // What content looks like depends on the type, which may come later.
    private void content() {
        if (type == null) {
            unread = in.optionalRaw();
        } else if (hasParts(type)) {
            content = new AnthropicContentReader(in).parts(true);
        } else {
            in.skip();
        }
    }

    private static boolean hasParts(String type) {
        return type.equals("tool_result") || type.equals("search_result");
    }

    private List<ContentPart> contentParts() {
        if (content == null && unread != null) {
            try (JsonIn inner = JsonIn.captured(unread)) {
                content = new AnthropicContentReader(inner).parts(true);
            }
        }
        return content == null ? List.of() : content;
    }

    private String required(String member, @Nullable String value) {
        if (value == null) {
            throw in.missing(member);
        }
        return value;
    }

    private String notBlank(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw in.faultIn(member, "is required and must not be blank");
        }
        return value;
    }

    private AnthropicSource requiredSource() {
        if (source == null) {
            throw in.missing("source");
        }
        return source;
    }

    private ContentPart image() {
        MediaSource media = requiredSource().media();
        if (media == null) {
            throw in.faultIn("source.type", "must be 'base64' or 'url'");
        }
        return new ContentPart.Image(media, null);
    }

    private void document(List<ContentPart> parts) {
        AnthropicSource from = requiredSource();
        MediaSource media = from.media();
        if (media == null) {
            parts.addAll(from.content());
        } else {
            parts.add(new ContentPart.Document(media, title));
        }
    }

    private String searchResult() {
        String words = AnthropicContentReader.words(contentParts());
        String head = title == null ? "" : title + "\n";
        return head + (place == null ? "" : place + "\n") + words;
    }

    private ContentPart toolUse() {
        String arguments = input == null ? "" : input.value();
        if (!arguments.isEmpty() && arguments.charAt(0) != '{') {
            throw in.faultIn("input", "must be an object");
        }
        return new ContentPart.ToolCall(notBlank("id", id), notBlank("name", name), arguments);
    }

    private ContentPart toolResult() {
        if (nested) {
            throw in.faultIn("type", "must not be 'tool_result' inside another block");
        }
        List<ContentPart> parts = contentParts();
        for (ContentPart part : parts) {
            if (!(part instanceof ContentPart.Text
                    || part instanceof ContentPart.Image
                    || part instanceof ContentPart.Document)) {
                throw in.faultIn("content", "must hold text, images and documents only");
            }
        }
        return new ContentPart.ToolResult(notBlank("tool_use_id", toolUseId), parts, error);
    }

    private void thinking(List<ContentPart> parts) {
        String proof = AnthropicSignature.returned(signature);
        String words = thinking == null ? "" : thinking;
        if (proof != null || !words.isEmpty()) {
            parts.add(new ContentPart.Reasoning(words, proof));
        }
    }
}
