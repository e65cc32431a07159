// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Role;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a whole request of Google's format, or one for the count of its tokens.
final class GeminiRequestReader {

    private final JsonIn in;
    private final Map<String, JsonText> extras = new LinkedHashMap<>();
    private final GeminiConfigReader config;
    private final GeminiToolReader tools;
    private final GeminiContentReader content;

    private @Nullable String system;
    private @Nullable List<Message> messages;

    private GeminiRequestReader(JsonIn in) {
        this.in = in;
        this.config = new GeminiConfigReader(in, extras);
        this.tools = new GeminiToolReader(in, extras);
        this.content = new GeminiContentReader(in, extras);
    }

    /// @throws dev.penstock.inference.FailureException see [CallerCodec#decode]
    static ChatRequest read(RawRequest raw) {
        try (JsonIn in = JsonIn.strict(raw.body())) {
            return new GeminiRequestReader(in).request(raw);
        }
    }

    private ChatRequest request(RawRequest raw) {
        members(raw.format() == WireFormat.GEMINI_TOKEN_COUNT);
        in.end();
        if (messages == null) {
            throw in.missing("contents");
        }
        List<Message> all = new ArrayList<>();
        if (system != null && !system.isBlank()) {
            all.add(Message.text(Role.SYSTEM, system));
        }
        all.addAll(messages);
        return new ChatRequest(
                raw.model(),
                all,
                tools.definitions(),
                tools.choice(),
                null,
                config.settings(),
                raw.stream(),
                extras,
                WireFormat.GEMINI);
    }

    private void members(boolean count) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            String known = GeminiMembers.camel(name);
            switch (known) {
                case "model" -> in.skip();
                case "contents" -> messages = content.messages();
                case "systemInstruction" -> system = instruction();
                case "generationConfig" -> config.read();
                case "tools" -> tools.readTools();
                case "toolConfig" -> tools.readConfig();
                case "cachedContent" ->
                        throw in.fault(
                                "names content that is cached at Google, but this model is served by"
                                        + " another provider; send the content itself");
                case "generateContentRequest" -> {
                    if (!count) {
                        throw in.fault("is not known here");
                    }
                    members(false);
                }
                default -> extras.put(known, in.raw());
            }
        }
    }

    private String instruction() {
        List<String> texts = new ArrayList<>();
        if (in.isString()) {
            return in.string();
        }
        for (ContentPart part : content.instruction()) {
            if (part instanceof ContentPart.Text text) {
                texts.add(text.text());
            } else {
                throw in.fault("may hold only words");
            }
        }
        return String.join("\n\n", texts);
    }
}
