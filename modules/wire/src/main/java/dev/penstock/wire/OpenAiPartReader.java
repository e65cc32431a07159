// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.MediaSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Decodes the `content` of a message. Which parts a role may hold is for the caller to judge.
final class OpenAiPartReader {

    static final String NOT_BASE64 = "must be a data URL with a media type and base64";

    private OpenAiPartReader() {}

    /// Takes a string, an array of parts, or null.
    static @Nullable List<ContentPart> content(JsonIn in) {
        if (in.isNull()) {
            return null;
        }
        if (in.isString()) {
            return List.of(new ContentPart.Text(in.string()));
        }
        if (!in.isArray()) {
            throw in.fault("must be a string or an array");
        }
        List<ContentPart> parts = new ArrayList<>();
        in.array();
        while (in.element()) {
            parts.add(part(in));
        }
        return parts;
    }

    private static ContentPart part(JsonIn in) {
        String type = null;
        ContentPart part = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                // Serialisers of one class for all parts write the others' members as null.
                continue;
            }
            switch (name) {
                case "type" -> type = in.string();
                case "text" -> part = text(in.string(), part);
                case "refusal" -> part = new ContentPart.Refusal(in.string());
                case "image_url" -> part = image(in);
                case "input_audio" -> part = audio(in);
                case "file" -> part = file(in);
                default -> in.skip();
            }
        }
        if (type == null) {
            throw in.missing("type");
        }
        String wanted =
                switch (type) {
                    case "text", "refusal", "image_url", "input_audio", "file" -> type;
                    default ->
                            throw in.faultIn(
                                    "type",
                                    "must be text, image_url, input_audio, file or refusal");
                };
        if (part == null || !wanted.equals(typeOf(part))) {
            throw in.missing(wanted);
        }
        return part;
    }

    private static ContentPart text(String text, @Nullable ContentPart known) {
        return text.isEmpty() && known != null ? known : new ContentPart.Text(text);
    }

    private static String typeOf(ContentPart part) {
        return switch (part) {
            case ContentPart.Text _ -> "text";
            case ContentPart.Refusal _ -> "refusal";
            case ContentPart.Image _ -> "image_url";
            case ContentPart.Audio _ -> "input_audio";
            case ContentPart.Document _ -> "file";
            case ContentPart.Reasoning _,
                    ContentPart.RedactedReasoning _,
                    ContentPart.ToolCall _,
                    ContentPart.ToolResult _ ->
                    "";
        };
    }

    private static ContentPart image(JsonIn in) {
        if (in.isString()) {
            return new ContentPart.Image(source(in, in.string()), null);
        }
        MediaSource source = null;
        String detail = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "url" -> source = source(in, in.string());
                case "detail" -> detail = in.optionalString();
                default -> in.skip();
            }
        }
        if (source == null) {
            throw in.missing("url");
        }
        return new ContentPart.Image(source, detail);
    }

    /// Takes the object `input_audio`.
    static ContentPart audio(JsonIn in) {
        String data = null;
        String format = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "data" -> data = in.string();
                case "format" -> format = in.string();
                default -> in.skip();
            }
        }
        if (data == null || data.isBlank()) {
            throw in.missing("data");
        }
        if (format == null || !(format.equals("wav") || format.equals("mp3"))) {
            throw in.faultIn("format", "must be wav or mp3");
        }
        return new ContentPart.Audio(data, format);
    }

    private static ContentPart file(JsonIn in) {
        String data = null;
        String title = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "file_data" -> data = in.optionalString();
                case "filename" -> title = in.optionalString();
                case "file_id" -> refuseId(in);
                default -> in.skip();
            }
        }
        if (data == null) {
            throw in.missing("file_data");
        }
        MediaSource source = isData(data) ? inline(data) : null;
        if (source == null) {
            throw in.faultIn("file_data", NOT_BASE64);
        }
        return new ContentPart.Document(source, title);
    }

    private static void refuseId(JsonIn in) {
        if (!in.isNull()) {
            throw in.fault("names a file that is kept at another provider; send file_data");
        }
    }

    /// The bytes of a data URL, or the address.
    static MediaSource source(JsonIn in, String url) {
        if (isData(url)) {
            MediaSource source = inline(url);
            if (source == null) {
                throw in.fault(NOT_BASE64);
            }
            return source;
        }
        if (!url.regionMatches(true, 0, "https://", 0, 8)
                && !url.regionMatches(true, 0, "http://", 0, 7)) {
            throw in.fault("must be an http, https or data URL");
        }
        return new MediaSource.Remote(url);
    }

    private static boolean isData(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    // RFC 2397: data:[mediatype][;parameter]...;base64,data
    private static @Nullable MediaSource inline(String url) {
        int comma = url.indexOf(',');
        if (comma < 0) {
            return null;
        }
        String head = url.substring(5, comma).toLowerCase(Locale.ROOT);
        String data = url.substring(comma + 1);
        int semicolon = head.indexOf(';');
        String type = semicolon < 0 ? "" : head.substring(0, semicolon).strip();
        if (type.isEmpty() || !head.endsWith(";base64") || data.isBlank()) {
            return null;
        }
        return new MediaSource.Inline(type, data);
    }
}
