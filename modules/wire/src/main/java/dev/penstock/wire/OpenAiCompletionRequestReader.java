// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.WireFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decodes the body of a legacy completion into a conversation of one message; for one body. What a
/// conversation cannot do is refused where the answer would be another one, else reported.
final class OpenAiCompletionRequestReader {

    private static final String ONE_ANSWER =
            "must be 1 for this model; ask several times for several answers";

    private final JsonIn in;
    private @Nullable String model;
    private @Nullable String prompt;
    private boolean stream;
    private @Nullable Long maxTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private List<String> stop = List.of();
    private @Nullable Long seed;
    private @Nullable Double presencePenalty;
    private @Nullable Double frequencyPenalty;
    private @Nullable String user;
    private final Map<String, JsonText> extras = new LinkedHashMap<>();

    private OpenAiCompletionRequestReader(JsonIn in) {
        this.in = in;
    }

    /// @throws dev.penstock.inference.FailureException see [CallerCodec#decode]
    static ChatRequest read(byte[] body) {
        try (JsonIn in = JsonIn.strict(body)) {
            return new OpenAiCompletionRequestReader(in).request();
        }
    }

    private ChatRequest request() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            if (!read(name) && !setting(name)) {
                extras.put(name, in.raw());
            }
        }
        if (model == null) {
            throw in.missing("model");
        }
        if (prompt == null) {
            throw in.missing("prompt");
        }
        in.end();
        return new ChatRequest(
                model,
                List.of(Message.text(Role.USER, prompt)),
                List.of(),
                null,
                null,
                settings(),
                stream,
                extras,
                WireFormat.OPENAI_COMPLETIONS);
    }

    private boolean read(String name) {
        switch (name) {
            case "model" -> model = in.string();
            case "prompt" -> prompt = prompt();
            case "stream" -> stream = in.bool();
            // Known from the scan.
            case "stream_options" -> in.skip();
            case "suffix" -> refuse(!in.string().isEmpty(), "cannot be given for this model");
            case "echo" -> refuse(in.bool(), "must be false for this model");
            case "best_of", "n" -> refuse(in.integer() != 1, ONE_ANSWER);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean setting(String name) {
        switch (name) {
            case "max_tokens" -> maxTokens = bound();
            case "temperature" -> temperature = within(0, 2);
            case "top_p" -> topP = within(0, 1);
            case "stop" -> stop = in.isString() ? List.of(in.string()) : in.strings();
            case "seed" -> seed = in.integer();
            case "presence_penalty" -> presencePenalty = within(-2, 2);
            case "frequency_penalty" -> frequencyPenalty = within(-2, 2);
            case "user" -> user = in.string();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void refuse(boolean given, String rule) {
        if (given) {
            throw in.fault(rule);
        }
    }

    private String prompt() {
        if (in.isString()) {
            return filled(in.string());
        }
        if (!in.isArray()) {
            throw in.fault("must be a text or an array of one text");
        }
        String one = null;
        in.array();
        while (in.element()) {
            if (in.isNumber() || in.isArray()) {
                throw in.fault(
                        "is made of tokens, which the provider of this model does not know; send"
                                + " the text itself");
            }
            if (one != null) {
                throw in.fault("is a second text, but this model completes one at a time");
            }
            one = in.string();
        }
        return filled(one == null ? "" : one);
    }

    private String filled(String text) {
        if (text.isBlank()) {
            throw in.fault("must hold a text that is not blank");
        }
        return text;
    }

    private Long bound() {
        long value = in.integer();
        if (value < 1) {
            throw in.fault("must be at least 1");
        }
        return value;
    }

    private Double within(double least, double most) {
        double value = in.number();
        if (value < least || value > most) {
            throw in.fault("must be from %.0f to %.0f".formatted(least, most));
        }
        return value;
    }

    private GenerationSettings settings() {
        return new GenerationSettings(
                maxTokens,
                temperature,
                topP,
                null,
                stop,
                seed,
                presencePenalty,
                frequencyPenalty,
                null,
                null,
                null,
                null,
                user);
    }
}
