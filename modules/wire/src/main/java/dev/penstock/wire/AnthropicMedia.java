// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.MediaSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Writes images and documents as content blocks.
final class AnthropicMedia {

    private static final List<String> IMAGES =
            List.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private AnthropicMedia() {}

    static void image(JsonOut out, ContentPart.Image image) {
        out.object().put("type", "image").object("source");
        switch (image.source()) {
            case MediaSource.Inline inline -> base64(out, imageType(inline), inline.base64());
            case MediaSource.Remote remote -> url(out, remote);
        }
        out.end().end();
    }

    static void document(JsonOut out, ContentPart.Document document) {
        out.object().put("type", "document").object("source");
        switch (document.source()) {
            case MediaSource.Inline inline -> {
                String type = plain(inline.mediaType());
                if (type.equals("application/pdf")) {
                    base64(out, type, inline.base64());
                } else if (type.startsWith("text/")) {
                    out.put("type", "text")
                            .put("media_type", "text/plain")
                            .put("data", text(inline.base64()));
                } else {
                    throw refused(type, "documents of application/pdf and text");
                }
            }
            case MediaSource.Remote remote -> url(out, remote);
        }
        out.end().put("title", document.title()).end();
    }

    private static void base64(JsonOut out, String mediaType, String base64) {
        out.put("type", "base64").put("media_type", mediaType).put("data", base64);
    }

    private static void url(JsonOut out, MediaSource.Remote remote) {
        out.put("type", "url").put("url", remote.url());
    }

    // What the bytes begin with counts: the provider compares, and callers often name a wrong type.
    private static String imageType(MediaSource.Inline inline) {
        String data = inline.base64();
        if (data.startsWith("iVBORw0KGgo")) {
            return "image/png";
        }
        if (data.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (data.startsWith("R0lGOD")) {
            return "image/gif";
        }
        if (data.startsWith("UklGR")) {
            return "image/webp";
        }
        String type = plain(inline.mediaType());
        if (type.equals("image/jpg")) {
            return "image/jpeg";
        }
        if (!IMAGES.contains(type)) {
            throw refused(type, "images of JPEG, PNG, GIF and WebP");
        }
        return type;
    }

    // A media type without its parameters.
    private static String plain(String mediaType) {
        int end = mediaType.indexOf(';');
        String type = end < 0 ? mediaType : mediaType.substring(0, end);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static String text(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.BAD_REQUEST,
                            "a document in messages is not valid base64",
                            "messages"),
                    e);
        }
    }

    private static FailureException refused(String type, String taken) {
        return new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.BAD_REQUEST,
                        "messages hold a part of type '"
                                + type
                                + "', but the provider of this model takes "
                                + taken
                                + " only",
                        "messages"));
    }
}
