// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.MediaSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes the content of items. Which parts an item may hold is for the caller to judge.
final class ResponsesPartReader {

    private ResponsesPartReader() {}

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
            parts.add(new Draft().part(in));
        }
        return parts;
    }

    // The members of a part come in any order, so they are gathered first.
    private static final class Draft {
        private @Nullable String type;
        private @Nullable String text;
        private @Nullable String refusal;
        private @Nullable MediaSource image;
        private @Nullable String detail;
        private @Nullable ContentPart audio;
        private @Nullable MediaSource file;
        private @Nullable String filename;

        ContentPart part(JsonIn in) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (!in.isNull()) {
                    read(in, name);
                }
            }
            if (type == null) {
                throw in.missing("type");
            }
            return switch (type) {
                case "input_text", "output_text", "text", "summary_text", "reasoning_text" ->
                        new ContentPart.Text(given(in, text, "text"));
                case "refusal" -> new ContentPart.Refusal(given(in, refusal, "refusal"));
                case "input_image" ->
                        new ContentPart.Image(given(in, image, "image_url"), known(detail));
                case "input_file" ->
                        new ContentPart.Document(given(in, file, "file_data"), filename);
                case "input_audio" -> given(in, audio, "input_audio");
                default ->
                        throw in.faultIn(
                                "type",
                                "must be input_text, output_text, refusal, input_image,"
                                        + " input_file or input_audio for this model");
            };
        }

        private void read(JsonIn in, String name) {
            switch (name) {
                case "type" -> type = in.string();
                case "text" -> text = in.string();
                case "refusal" -> refusal = in.string();
                case "image_url" -> image = OpenAiPartReader.source(in, in.string());
                case "detail" -> detail = in.string();
                case "input_audio" -> audio = OpenAiPartReader.audio(in);
                case "file_data" -> file = data(in);
                case "file_url" -> file = OpenAiPartReader.source(in, in.string());
                case "filename" -> filename = in.string();
                case "file_id" ->
                        throw in.fault(
                                "names a file that is kept at another provider; send the file"
                                        + " itself");
                default -> in.skip();
            }
        }

        private static MediaSource data(JsonIn in) {
            String data = in.string();
            if (!data.regionMatches(true, 0, "data:", 0, 5)) {
                throw in.fault(OpenAiPartReader.NOT_BASE64);
            }
            return OpenAiPartReader.source(in, data);
        }

        private static @Nullable String known(@Nullable String detail) {
            return "original".equals(detail) ? "high" : detail;
        }

        private static <T> T given(JsonIn in, @Nullable T value, String member) {
            if (value == null) {
                throw in.missing(member);
            }
            return value;
        }
    }
}
