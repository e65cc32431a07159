// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a whole request of the Messages format.
final class AnthropicRequestReader {

    // A note of a client to Anthropic's billing, of no use to any model.
    private static final String BILLING_NOTE = "x-anthropic-billing-header:";

    private final JsonIn in;
    private final AnthropicTools tools;
    private final AnthropicContentReader content;
    private final AnthropicEffort effort = new AnthropicEffort();

    private @Nullable String model;
    private @Nullable Long maxTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long topK;
    private List<String> stop = List.of();
    private boolean stream;
    private @Nullable String endUser;
    private List<ContentPart> system = List.of();
    private @Nullable List<Message> messages;
    private final Map<String, JsonText> extras = new LinkedHashMap<>();

    private final boolean bounded;

    private AnthropicRequestReader(JsonIn in, boolean bounded) {
        this.in = in;
        this.bounded = bounded;
        this.tools = new AnthropicTools(in);
        this.content = new AnthropicContentReader(in);
    }

    /// @throws dev.penstock.inference.FailureException see [CallerCodec#decode]
    static ChatRequest read(byte[] body) {
        try (JsonIn in = JsonIn.strict(body)) {
            return new AnthropicRequestReader(in, true).request();
        }
    }

    /// The same for requests that bound no answer, since they want none.
    ///
    /// @throws dev.penstock.inference.FailureException see [CallerCodec#decode]
    static ChatRequest readUnbounded(byte[] body) {
        try (JsonIn in = JsonIn.strict(body)) {
            return new AnthropicRequestReader(in, false).request();
        }
    }

    private ChatRequest request() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            if (!read(name) && !effort.read(name, in)) {
                extras.put(name, in.raw());
            }
        }
        in.end();
        if (model == null) {
            throw in.missing("model");
        }
        if (maxTokens == null && bounded) {
            throw in.missing("max_tokens");
        }
        if (messages == null) {
            throw in.missing("messages");
        }
        return new ChatRequest(
                model,
                conversation(messages),
                tools.definitions(),
                tools.choice(),
                tools.parallel(),
                settings(),
                stream,
                extras,
                WireFormat.ANTHROPIC_MESSAGES);
    }

    private boolean read(String name) {
        switch (name) {
            case "model" -> model = notBlank();
            case "max_tokens" -> maxTokens = atLeastOne();
            case "messages" -> messages = messages();
            case "system" -> system = content.texts();
            case "stream" -> stream = in.bool();
            case "stop_sequences" -> stop = in.strings();
            case "temperature" -> temperature = in.number();
            case "top_p" -> topP = in.number();
            case "top_k" -> topK = in.integer();
            case "tools" -> tools.readDefinitions();
            case "tool_choice" -> tools.readChoice();
            case "metadata" -> metadata();
            default -> {
                return false;
            }
        }
        return true;
    }

    private String notBlank() {
        String value = in.string();
        if (value.isBlank()) {
            throw in.fault("must not be blank");
        }
        return value;
    }

    private Long atLeastOne() {
        long value = in.integer();
        if (value < 1) {
            throw in.fault("must be at least 1");
        }
        return value;
    }

    private void metadata() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("user_id")) {
                endUser = in.optionalString();
            } else {
                in.skip();
            }
        }
    }

    private List<Message> messages() {
        List<Message> all = new ArrayList<>();
        in.array();
        while (in.element()) {
            content.message(all);
        }
        if (all.isEmpty()) {
            throw in.fault("must hold at least one message with content");
        }
        return all;
    }

    private List<Message> conversation(List<Message> spoken) {
        List<ContentPart> instructions =
                system.stream()
                        .filter(p -> !(p instanceof ContentPart.Text t && isBillingNote(t.text())))
                        .toList();
        if (instructions.isEmpty()) {
            return spoken;
        }
        List<Message> all = new ArrayList<>(spoken.size() + 1);
        all.add(new Message(Role.SYSTEM, instructions));
        all.addAll(spoken);
        return all;
    }

    private static boolean isBillingNote(String text) {
        return text.startsWith(BILLING_NOTE);
    }

    private GenerationSettings settings() {
        return new GenerationSettings(
                maxTokens,
                temperature,
                topP,
                topK,
                stop,
                null,
                null,
                null,
                null,
                effort.effort(),
                effort.budget(),
                effort.format(),
                endUser);
    }
}
