// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.MediaSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the `source` of an image or document block.
final class AnthropicSource {

    private final JsonIn in;
    private @Nullable String type;
    private @Nullable String mediaType;
    private @Nullable String data;
    private @Nullable String url;
    private @Nullable List<ContentPart> content;

    /// Takes the value under the cursor.
    AnthropicSource(JsonIn in) {
        this.in = in;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = in.string();
                case "media_type" -> mediaType = in.optionalString();
                case "data" -> data = in.optionalString();
                case "url" -> url = in.optionalString();
                case "content" -> content = new AnthropicContentReader(in).parts(true);
                default -> in.skip();
            }
        }
        if (type == null) {
            throw in.missing("type");
        }
        check(type);
    }

    private void check(String kind) {
        switch (kind) {
            case "base64" -> {
                required("media_type", mediaType);
                required("data", data);
            }
            case "text" -> required("data", data);
            case "url" -> required("url", url);
            case "content" -> {}
            case "file" ->
                    throw in.faultIn(
                            "type",
                            "is 'file', which names a file kept by Anthropic, but this model is answered by another provider; send the bytes or a URL");
            default ->
                    throw in.faultIn(
                            "type", "must be 'base64', 'text', 'url', 'content' or 'file'");
        }
    }

    private void required(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw in.faultIn(member, "is required and must not be blank");
        }
    }

    /// Where the bytes are, or null when the source is made of blocks.
    @Nullable MediaSource media() {
        if (url != null) {
            return new MediaSource.Remote(url);
        }
        if (data == null) {
            return null;
        }
        if ("text".equals(type)) {
            byte[] text = data.getBytes(StandardCharsets.UTF_8);
            return new MediaSource.Inline("text/plain", Base64.getEncoder().encodeToString(text));
        }
        return new MediaSource.Inline(mediaType == null ? "" : mediaType, data);
    }

    /// The blocks that the source is made of; perhaps none.
    List<ContentPart> content() {
        return content == null ? List.of() : content;
    }
}
