// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.ResponseFormat;
import dev.penstock.inference.Role;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decodes the body of a Responses request for a provider of another format; for one body.
final class ResponsesRequestReader {

    private static final Set<String> EFFORTS =
            Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final JsonText TRUE = new JsonText("true");
    private static final String ENCRYPTED = "reasoning.encrypted_content";

    private final JsonIn in;
    private final Set<String> dropped = new LinkedHashSet<>();
    private final ResponsesToolReader tools;

    private @Nullable String model;
    private @Nullable List<Message> input;
    private @Nullable String instructions;
    private @Nullable Boolean parallelToolCalls;
    private boolean stream;
    private @Nullable Long maxOutputTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable String effort;
    private @Nullable ResponseFormat format;
    private @Nullable String user;
    private @Nullable String safetyIdentifier;

    private ResponsesRequestReader(JsonIn in) {
        this.in = in;
        this.tools = new ResponsesToolReader(in, dropped);
    }

    /// Decodes a body.
    ///
    /// @throws dev.penstock.inference.FailureException see [CallerCodec#decode]
    static ChatRequest read(byte[] body) {
        try (JsonIn in = JsonIn.strict(body)) {
            return new ResponsesRequestReader(in).request();
        }
    }

    private ChatRequest request() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (!conversation(name) && !in.isNull() && !setting(name) && !kept(name)) {
                dropped.add(name);
                in.skip();
            }
        }
        if (model == null) {
            throw in.missing("model");
        }
        if (input == null) {
            throw in.missing("input");
        }
        in.end();
        List<Message> messages = new ArrayList<>();
        if (instructions != null && !instructions.isEmpty()) {
            messages.add(Message.text(Role.SYSTEM, instructions));
        }
        messages.addAll(input);
        if (messages.isEmpty()) {
            throw in.faultIn("input", "must hold at least one item");
        }
        Map<String, JsonText> extras = new LinkedHashMap<>();
        dropped.forEach(name -> extras.put(name, TRUE));
        return new ChatRequest(
                model,
                messages,
                tools.tools(),
                tools.choice(),
                parallelToolCalls,
                settings(),
                stream,
                extras,
                WireFormat.OPENAI_RESPONSES);
    }

    private boolean conversation(String name) {
        switch (name) {
            case "model" -> {
                model = in.string();
                if (model.isBlank()) {
                    throw in.fault("must not be blank");
                }
            }
            case "input" ->
                    input = in.isNull() ? null : new ResponsesItemReader(in, dropped).messages();
            case "instructions" -> instructions = in.optionalString();
            case "tools" -> tools.readTools();
            case "tool_choice" -> tools.readChoice();
            case "parallel_tool_calls" -> parallelToolCalls = in.optionalBool();
            case "stream" -> stream = Boolean.TRUE.equals(in.optionalBool());
            // Only padding of the stream can be chosen there.
            case "stream_options" -> in.skip();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean setting(String name) {
        switch (name) {
            case "max_output_tokens" -> maxOutputTokens = count();
            case "temperature" -> temperature = within(2);
            case "top_p" -> topP = within(1);
            case "reasoning" -> reasoning();
            case "text" -> text();
            case "user" -> user = in.string();
            case "safety_identifier" -> safetyIdentifier = in.string();
            default -> {
                return false;
            }
        }
        return true;
    }

    // What concerns the keeping of answers.
    private boolean kept(String name) {
        switch (name) {
            case "previous_response_id", "conversation", "prompt" ->
                    throw in.fault(
                            "names something kept at OpenAI, which the provider of this model"
                                    + " cannot read; send the whole conversation in input");
            case "background" -> refuseBackground(in);
            case "store" -> {
                if (in.bool()) {
                    dropped.add(name);
                }
            }
            case "truncation" -> {
                if (!in.string().equals("disabled")) {
                    dropped.add(name);
                }
            }
            case "include" -> include();
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Takes `background`, which must be false.
    static void refuseBackground(JsonIn in) {
        if (Boolean.TRUE.equals(in.optionalBool())) {
            throw in.fault(
                    "must not be true: what a response costs is known here only while its caller"
                            + " waits for it; leave it out");
        }
    }

    private void include() {
        for (String wanted : in.strings()) {
            if (!wanted.equals(ENCRYPTED)) {
                dropped.add("include");
            }
        }
    }

    private void reasoning() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "effort" -> effort = effort();
                // Thinking that may be seen is always shown, in the provider's own words.
                case "summary", "generate_summary" -> in.skip();
                default -> {
                    if (!in.isNull()) {
                        dropped.add("reasoning." + name);
                    }
                    in.skip();
                }
            }
        }
    }

    private @Nullable String effort() {
        String value = in.optionalString();
        if (value != null && !EFFORTS.contains(value)) {
            throw in.fault("must be one of none, minimal, low, medium, high, xhigh and max");
        }
        return value;
    }

    private void text() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("format")) {
                format = ResponsesTextFormat.read(in);
            } else {
                if (!in.isNull()) {
                    dropped.add("text." + name);
                }
                in.skip();
            }
        }
    }

    private Long count() {
        long value = in.integer();
        if (value < 0) {
            throw in.fault("must not be negative");
        }
        return value;
    }

    private Double within(double most) {
        double value = in.number();
        if (value < 0 || value > most) {
            throw in.fault("must be from 0 to %.0f".formatted(most));
        }
        return value;
    }

    private GenerationSettings settings() {
        return new GenerationSettings(
                maxOutputTokens,
                temperature,
                topP,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                effort,
                null,
                format,
                safetyIdentifier != null ? safetyIdentifier : user);
    }
}
