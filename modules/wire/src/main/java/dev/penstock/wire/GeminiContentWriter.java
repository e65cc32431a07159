// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.MediaSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the contents of a request.
final class GeminiContentWriter {

    private final JsonOut out;
    private final GeminiModel model;
    private final ToolNames names;
    private final boolean structured;

    /// @param structured whether texts of tool results that are JSON objects are sent as objects
    GeminiContentWriter(JsonOut out, GeminiModel model, ToolNames names, boolean structured) {
        this.out = out;
        this.model = model;
        this.names = names;
        this.structured = structured;
    }

    void turn(GeminiConversation.Turn turn) {
        out.object().put("role", turn.model() ? "model" : "user").array("parts");
        List<ContentPart> late = new ArrayList<>();
        turn.responses().forEach(response -> response(response, late));
        late.forEach(this::said);
        if (turn.model()) {
            model(turn.parts());
        } else {
            turn.parts().forEach(this::said);
        }
        out.end().end();
    }

    // A signature stands on the call or the words that it belongs to; the first call of a turn must
    // have one.
    private void model(List<ContentPart> parts) {
        String signature = null;
        boolean called = false;
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case ContentPart.Reasoning thought ->
                        signature = GeminiSignature.own(thought.signature());
                case ContentPart.ToolCall call -> {
                    String dummy = !called && model.signed() ? GeminiSignature.DUMMY : null;
                    call(call, signature == null ? dummy : signature);
                    called = true;
                    signature = null;
                }
                case ContentPart.Text text -> {
                    out.object()
                            .put("text", text.text())
                            .put("thoughtSignature", behind(parts, i))
                            .end();
                    signature = null;
                }
                case ContentPart.Refusal _,
                        ContentPart.RedactedReasoning _,
                        ContentPart.ToolResult _,
                        ContentPart.Image _,
                        ContentPart.Document _,
                        ContentPart.Audio _ -> {}
            }
        }
    }

    // The signature of words follows them, unless it is that of a call.
    private static @Nullable String behind(List<ContentPart> parts, int at) {
        boolean ofCall = at + 2 < parts.size() && parts.get(at + 2) instanceof ContentPart.ToolCall;
        return !ofCall
                        && at + 1 < parts.size()
                        && parts.get(at + 1) instanceof ContentPart.Reasoning thought
                        && thought.text().isEmpty()
                ? GeminiSignature.own(thought.signature())
                : null;
    }

    private void call(ContentPart.ToolCall call, @Nullable String signature) {
        out.object()
                .object("functionCall")
                .put("id", model.signed() ? call.id() : null)
                .put("name", names.sent(call.name()))
                .put("args", AnthropicInput.object(call.arguments()))
                .end()
                .put("thoughtSignature", signature)
                .end();
    }

    private void response(GeminiConversation.Response response, List<ContentPart> late) {
        List<String> texts = new ArrayList<>();
        List<ContentPart> media = new ArrayList<>();
        for (ContentPart part : response.result().content()) {
            if (part instanceof ContentPart.Text text) {
                texts.add(text.text());
            } else {
                media.add(part);
            }
        }
        out.object()
                .object("functionResponse")
                .put("id", model.signed() ? response.call().id() : null)
                .put("name", names.sent(response.call().name()));
        new GeminiToolAnswer(String.join("\n", texts), response.result().error())
                .write(out, structured);
        if (!media.isEmpty() && model.signed()) {
            out.array("parts");
            media.forEach(this::said);
            out.end();
        } else {
            late.addAll(media);
        }
        out.end().end();
    }

    private void said(ContentPart part) {
        switch (part) {
            case ContentPart.Text text -> out.object().put("text", text.text()).end();
            case ContentPart.Image image -> media(image.source(), "image");
            case ContentPart.Document document -> media(document.source(), "document");
            case ContentPart.Audio audio ->
                    inline(
                            audio.encoding().equals("wav") ? "audio/wav" : "audio/mp3",
                            audio.base64());
            case ContentPart.Refusal refusal -> out.object().put("text", refusal.text()).end();
            case ContentPart.Reasoning _,
                    ContentPart.RedactedReasoning _,
                    ContentPart.ToolCall _,
                    ContentPart.ToolResult _ -> {}
        }
    }

    private void media(MediaSource source, String what) {
        switch (source) {
            case MediaSource.Inline inline -> inline(inline.mediaType(), inline.base64());
            case MediaSource.Remote _ ->
                    throw new FailureException(
                            new Failure.Caller(
                                    Failure.CallerKind.BAD_REQUEST,
                                    "messages hold the URL of a "
                                            + what
                                            + ", but the provider of this model fetches none; send the"
                                            + " bytes in base64",
                                    "messages"));
        }
    }

    private void inline(String mediaType, String base64) {
        out.object()
                .object("inlineData")
                .put("mimeType", mediaType)
                .put("data", base64)
                .end()
                .end();
    }
}
