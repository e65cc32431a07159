// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.MediaSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes the `content` of user messages.
final class OpenAiPartWriter {

    private final JsonOut out;

    OpenAiPartWriter(JsonOut out) {
        this.out = out;
    }

    /// Writes the member `content`: a single text as a string, which every server takes, everything
    /// else as parts.
    void content(List<ContentPart> said) {
        if (said.isEmpty()) {
            out.put("content", "");
            return;
        }
        String only = said.size() == 1 ? words(said.getFirst()) : null;
        if (only != null) {
            out.put("content", only);
            return;
        }
        out.array("content");
        said.stream().filter(part -> !"".equals(words(part))).forEach(this::part);
        out.end();
    }

    /// The words of a part that is nothing but words, else null. Plain text files are words too: the
    /// format takes only PDF as a file everywhere.
    static @Nullable String words(ContentPart part) {
        return switch (part) {
            case ContentPart.Text text -> text.text();
            case ContentPart.Document(MediaSource.Inline inline, String title)
                    when inline.mediaType().startsWith("text/") ->
                    (title == null ? "" : title + "\n\n") + decoded(inline.base64());
            case ContentPart.Document _,
                    ContentPart.Refusal _,
                    ContentPart.Image _,
                    ContentPart.Audio _,
                    ContentPart.Reasoning _,
                    ContentPart.RedactedReasoning _,
                    ContentPart.ToolCall _,
                    ContentPart.ToolResult _ ->
                    null;
        };
    }

    private void part(ContentPart part) {
        String words = words(part);
        if (words != null) {
            out.object().put("type", "text").put("text", words).end();
            return;
        }
        switch (part) {
            case ContentPart.Image image -> image(image);
            case ContentPart.Document document -> document(document);
            case ContentPart.Audio audio ->
                    out.object()
                            .put("type", "input_audio")
                            .object("input_audio")
                            .put("data", audio.base64())
                            .put("format", audio.encoding())
                            .end()
                            .end();
            // No user says these; the codecs that decode let none through.
            case ContentPart.Text _,
                    ContentPart.Refusal _,
                    ContentPart.Reasoning _,
                    ContentPart.RedactedReasoning _,
                    ContentPart.ToolCall _,
                    ContentPart.ToolResult _ -> {}
        }
    }

    private void image(ContentPart.Image image) {
        String url =
                switch (image.source()) {
                    case MediaSource.Inline inline -> dataUrl(inline);
                    case MediaSource.Remote remote -> remote.url();
                };
        out.object()
                .put("type", "image_url")
                .object("image_url")
                .put("url", url)
                .put("detail", image.detail())
                .end()
                .end();
    }

    private void document(ContentPart.Document document) {
        switch (document.source()) {
            case MediaSource.Inline inline ->
                    out.object()
                            .put("type", "file")
                            .object("file")
                            .put("filename", filename(document.title()))
                            .put("file_data", dataUrl(inline))
                            .end()
                            .end();
            case MediaSource.Remote _ ->
                    throw refusal("documents by URL cannot be sent to this model; send the bytes");
        }
    }

    // The server tells the kind of the file by the name as well.
    static String filename(@Nullable String title) {
        if (title == null || title.isBlank()) {
            return "document.pdf";
        }
        return title;
    }

    static String dataUrl(MediaSource.Inline inline) {
        return "data:" + inline.mediaType() + ";base64," + inline.base64();
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw refusal("a text document is not valid base64; encode it again");
        }
    }

    private static FailureException refusal(String sentence) {
        return new FailureException(
                new Failure.Caller(Failure.CallerKind.BAD_REQUEST, sentence, "messages"));
    }
}
