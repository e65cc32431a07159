// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.ResponseFormat;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decodes the body of a chat completions request; for one body.
final class OpenAiRequestReader {

    private static final Set<String> EFFORTS =
            Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private static final int MOST_CHOICES = 128;

    private final JsonIn in;
    private final Map<String, JsonText> extras = new LinkedHashMap<>();

    private @Nullable String model;
    private List<Message> messages = List.of();
    private final List<ToolDefinition> tools = new ArrayList<>();
    private OpenAiToolChoice choice = OpenAiToolChoice.UNSAID;
    private @Nullable Boolean parallelToolCalls;
    private boolean stream;

    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long topK;
    private List<String> stop = List.of();
    private @Nullable Long seed;
    private @Nullable Double presencePenalty;
    private @Nullable Double frequencyPenalty;
    private @Nullable Integer choices;
    private @Nullable String reasoningEffort;
    private @Nullable ResponseFormat responseFormat;
    private @Nullable String user;
    private @Nullable String safetyIdentifier;

    private OpenAiRequestReader(JsonIn in) {
        this.in = in;
    }

    /// Decodes a body.
    ///
    /// @throws dev.penstock.inference.FailureException see [CallerCodec#decode]
    static ChatRequest read(byte[] body) {
        try (JsonIn in = JsonIn.strict(body)) {
            return new OpenAiRequestReader(in).request();
        }
    }

    private ChatRequest request() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (!conversation(name) && !setting(name)) {
                extra(name);
            }
        }
        if (model == null) {
            throw in.missing("model");
        }
        if (messages.isEmpty()) {
            throw in.faultIn("messages", "must hold at least one message");
        }
        in.end();
        return new ChatRequest(
                model,
                messages,
                choice.allowed(tools),
                choice.choice(),
                parallelToolCalls,
                settings(),
                stream,
                extras,
                WireFormat.OPENAI_CHAT);
    }

    private boolean conversation(String name) {
        switch (name) {
            case "model" -> model = nonBlank();
            case "messages" -> messages = new OpenAiMessageReader(in).messages();
            case "tools" -> OpenAiToolReader.tools(in, tools);
            case "functions" -> OpenAiToolReader.functions(in, tools);
            case "tool_choice", "function_call" -> {
                if (!in.isNull()) {
                    choice = OpenAiToolChoice.read(in);
                }
            }
            case "parallel_tool_calls" -> parallelToolCalls = in.optionalBool();
            case "stream" -> stream = Boolean.TRUE.equals(in.optionalBool());
            // What it asks for concerns the gateway's own stream and is known from the scan.
            case "stream_options" -> in.skip();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean setting(String name) {
        switch (name) {
            case "max_tokens" -> maxTokens = count();
            case "max_completion_tokens" -> maxCompletionTokens = count();
            case "temperature" -> temperature = within(0, 2);
            case "top_p" -> topP = within(0, 1);
            case "top_k" -> topK = in.optionalInteger();
            case "stop" -> stop = stop();
            case "seed" -> seed = in.optionalInteger();
            case "presence_penalty" -> presencePenalty = within(-2, 2);
            case "frequency_penalty" -> frequencyPenalty = within(-2, 2);
            case "n" -> choices = choices();
            case "reasoning_effort" -> reasoningEffort = effort();
            case "response_format" -> responseFormat = OpenAiResponseFormat.read(in);
            case "user" -> user = in.optionalString();
            case "safety_identifier" -> safetyIdentifier = in.optionalString();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void extra(String name) {
        JsonText value = in.optionalRaw();
        if (value != null) {
            extras.put(name, value);
        }
    }

    private GenerationSettings settings() {
        return new GenerationSettings(
                maxCompletionTokens != null ? maxCompletionTokens : maxTokens,
                temperature,
                topP,
                topK,
                stop,
                seed,
                presencePenalty,
                frequencyPenalty,
                choices,
                reasoningEffort,
                null,
                responseFormat,
                safetyIdentifier != null ? safetyIdentifier : user);
    }

    private String nonBlank() {
        String value = in.string();
        if (value.isBlank()) {
            throw in.fault("must not be blank");
        }
        return value;
    }

    private @Nullable Long count() {
        Long value = in.optionalInteger();
        if (value != null && value < 0) {
            throw in.fault("must not be negative");
        }
        return value;
    }

    private @Nullable Double within(double least, double most) {
        Double value = in.optionalNumber();
        if (value != null && (value < least || value > most)) {
            throw in.fault("must be from %.0f to %.0f".formatted(least, most));
        }
        return value;
    }

    private List<String> stop() {
        if (in.isNull()) {
            return List.of();
        }
        return in.isString() ? List.of(in.string()) : in.strings();
    }

    private @Nullable Integer choices() {
        Long value = in.optionalInteger();
        if (value == null) {
            return null;
        }
        if (value < 1 || value > MOST_CHOICES) {
            throw in.fault("must be from 1 to " + MOST_CHOICES);
        }
        return value.intValue();
    }

    private @Nullable String effort() {
        String value = in.optionalString();
        if (value != null && !EFFORTS.contains(value)) {
            throw in.fault("must be one of none, minimal, low, medium, high, xhigh and max");
        }
        return value;
    }
}
