// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A caller's own body for the provider: another model name, without the thinking of providers of
/// other formats, whose signatures Anthropic refuses, and every other byte as it was. For one body.
final class AnthropicRelay {

    private static final List<byte[]> MARKS =
            List.of(mark("\"penstock-openai:"), mark("\"penstock-unsigned\""), mark("\"gemini:"));

    private final byte[] body;
    private final RawSplice splice;
    private boolean cut;
    private boolean emptied;

    private AnthropicRelay(RawRequest request, String model) {
        this.body = request.body();
        this.splice = new RawSplice(body);
        splice.replace(request.modelMember(), RawSplice.string(model));
        if (mayHoldMarks()) {
            try (JsonIn in = JsonIn.shallow(body)) {
                messages(in);
            }
        }
    }

    private static byte[] mark(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The body of a conversation. Where thinking was taken out that its turn cannot do without, the
    /// request is written anew, without wish for thinking.
    static EncodedRequest conversation(RawRequest request, String model, Dialect dialect) {
        AnthropicRelay relay = new AnthropicRelay(request, model);
        if (relay.cut) {
            ChatRequest words = relay.words(model);
            if (words != null && (relay.emptied || AnthropicRequestWriter.thinkingLost(words))) {
                return AnthropicRequestWriter.write(words, dialect);
            }
        }
        return new EncodedRequest(relay.splice.bytes(), List.of());
    }

    /// The body of a wish for a count.
    static byte[] count(RawRequest request, String model) {
        return new AnthropicRelay(request, model).splice.bytes();
    }

    // Null when the request holds what only Anthropic knows.
    private @Nullable ChatRequest words(String model) {
        try {
            return AnthropicRequestReader.read(body).withModel(model);
        } catch (FailureException _) {
            return null;
        }
    }

    private boolean mayHoldMarks() {
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '"') {
                for (byte[] mark : MARKS) {
                    int end = i + mark.length;
                    if (end <= body.length && Arrays.equals(body, i, end, mark, 0, mark.length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void messages(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("messages") && in.isArray()) {
                in.array();
                while (in.element()) {
                    message(in);
                }
            } else {
                in.skip();
            }
        }
    }

    private void message(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("content") && in.isArray()) {
                content(in);
            } else {
                in.skip();
            }
        }
    }

    private void content(JsonIn in) {
        int from = in.start();
        int blocks = 0;
        List<ByteRange> kept = new ArrayList<>();
        in.array();
        while (in.element()) {
            int start = in.start();
            boolean foreign = foreign(in);
            blocks++;
            if (!foreign) {
                kept.add(new ByteRange(start, in.after()));
            }
        }
        if (kept.size() < blocks) {
            cut = true;
            emptied |= kept.isEmpty();
            splice.replace(new ByteRange(from, in.after()), ResponsesRelay.joined(body, kept));
        }
    }

    // Takes a block.
    private static boolean foreign(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return false;
        }
        String type = null;
        String signature = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = ResponsesRelay.text(in);
                case "signature" -> signature = ResponsesRelay.text(in);
                default -> in.skip();
            }
        }
        return "thinking".equals(type) && AnthropicSignature.foreign(signature);
    }
}
