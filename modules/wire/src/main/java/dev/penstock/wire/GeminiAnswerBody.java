// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import org.jspecify.annotations.Nullable;

/// Writes a whole answer in Google's format.
final class GeminiAnswerBody {

    private GeminiAnswerBody() {}

    static byte[] of(ChatAnswer answer, AnswerIdentity identity) {
        JsonOut out = new JsonOut().object().array("candidates").object();
        boolean refused = false;
        boolean any = false;
        String signature = null;
        for (ContentPart part : answer.parts()) {
            refused |= part instanceof ContentPart.Refusal;
            if (!any) {
                begin(out);
                any = true;
            }
            signature = write(out, part, signature);
        }
        if (any) {
            if (signature != null) {
                proof(out, signature);
            }
            out.end().end();
        }
        out.put("finishReason", GeminiFinish.write(answer.stopReason(), refused))
                .put("index", 0)
                .end()
                .end();
        if (answer.usage() != null) {
            GeminiUsage.write(out, answer.usage());
        }
        head(out, identity);
        return out.end().bytes();
    }

    /// Begins the member `content`; two ends close it.
    static void begin(JsonOut out) {
        out.object("content").put("role", "model").array("parts");
    }

    /// Writes the members that every piece has.
    static void head(JsonOut out, AnswerIdentity identity) {
        out.put("modelVersion", identity.model()).put("responseId", identity.id());
    }

    // Returns the signature that the next call takes.
    private static @Nullable String write(
            JsonOut out, ContentPart part, @Nullable String signature) {
        if (part instanceof ContentPart.ToolCall call) {
            call(out, call.id(), call.name(), call.arguments(), signature);
            return null;
        }
        if (signature != null) {
            proof(out, signature);
        }
        switch (part) {
            case ContentPart.Text text -> words(out, text.text(), false);
            case ContentPart.Refusal refusal -> words(out, refusal.text(), false);
            case ContentPart.Reasoning thought -> {
                words(out, thought.text(), true);
                return thought.signature() == null
                        ? null
                        : GeminiSignature.shown(thought.signature());
            }
            case ContentPart.RedactedReasoning sealed ->
                    proof(out, GeminiSignature.sealed(sealed.data()));
            // A model does not answer with these in any format spoken here.
            case ContentPart.ToolCall _,
                    ContentPart.Image _,
                    ContentPart.Document _,
                    ContentPart.Audio _,
                    ContentPart.ToolResult _ -> {}
        }
        return null;
    }

    /// Writes words as a part; nothing when there are none.
    static void words(JsonOut out, String text, boolean thought) {
        if (!text.isEmpty()) {
            out.object().put("text", text).put("thought", thought ? Boolean.TRUE : null).end();
        }
    }

    /// Writes a signature that belongs to no call.
    static void proof(JsonOut out, String signature) {
        out.object().put("text", "").put("thought", true).put("thoughtSignature", signature).end();
    }

    static void call(
            JsonOut out, String id, String name, String arguments, @Nullable String signature) {
        out.object()
                .object("functionCall")
                .put("id", id)
                .put("name", name)
                .put("args", GeminiParts.object(arguments))
                .end()
                .put("thoughtSignature", signature)
                .end();
    }
}
