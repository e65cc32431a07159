// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Encodes a request of any origin as a chat completions request; for one request.
final class OpenAiRequestWriter {

    private static final int LONGEST_TOOL_NAME = 64;
    private static final int LONGEST_END_USER = 128;
    private static final int MOST_STOPS = 4;
    private static final JsonText NO_PARAMETERS =
            new JsonText("{\"type\":\"object\",\"properties\":{}}");

    private final ChatRequest request;
    private final Dialect dialect;
    private final ToolNames names;
    private final Set<String> dropped = new LinkedHashSet<>();
    private final JsonOut out = new JsonOut();

    private OpenAiRequestWriter(ChatRequest request, Dialect dialect) {
        this.request = request;
        this.dialect = dialect;
        this.names = ToolNames.of(request, LONGEST_TOOL_NAME);
    }

    /// Encodes a request.
    ///
    /// @throws FailureException see [ProviderCodec#encode]
    static EncodedRequest write(ChatRequest request, Dialect dialect) {
        return new OpenAiRequestWriter(request, dialect).encoded();
    }

    private EncodedRequest encoded() {
        out.object().put("model", request.model()).array("messages");
        new OpenAiMessageWriter(out, request, dialect, names, dropped).messages();
        out.end();
        tools();
        bounds();
        sampling();
        shape();
        extras();
        if (request.stream()) {
            out.put("stream", Boolean.TRUE)
                    .object("stream_options")
                    .put("include_usage", Boolean.TRUE)
                    .end();
        }
        EncodedRequest sent = OpenAiDeviation.apply(out.end().bytes(), dialect.deviations());
        sent.dropped().forEach(this::refused);
        List<String> lost = GeminiMembers.dropped(request.origin(), dropped);
        return new EncodedRequest(sent.body(), lost, names.originals());
    }

    private void tools() {
        // Without tools the provider refuses a choice.
        if (request.tools().isEmpty()) {
            return;
        }
        out.array("tools");
        request.tools().forEach(this::tool);
        out.end();
        ToolChoice choice = request.toolChoice();
        if (choice != null) {
            choice(choice);
        }
        out.put("parallel_tool_calls", request.parallelToolCalls());
    }

    private void tool(ToolDefinition tool) {
        out.object()
                .put("type", "function")
                .object("function")
                .put("name", names.sent(tool.name()))
                .put("description", tool.description())
                .put("parameters", tool.schema() == null ? NO_PARAMETERS : tool.schema())
                .put("strict", tool.strict())
                .end()
                .end();
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> out.put("tool_choice", "auto");
            case ToolChoice.None _ -> out.put("tool_choice", "none");
            case ToolChoice.Required _ -> out.put("tool_choice", "required");
            case ToolChoice.Named named ->
                    out.object("tool_choice")
                            .put("type", "function")
                            .object("function")
                            .put("name", names.sent(named.name()))
                            .end()
                            .end();
        }
    }

    private void bounds() {
        GenerationSettings settings = request.settings();
        out.put(dialect.maxTokensMember(), settings.maxOutputTokens());
        List<String> stop = settings.stop();
        if (stop.size() > MOST_STOPS) {
            stop = stop.subList(0, MOST_STOPS);
            dropped.add(ofOrigin("stop", "stop_sequences"));
        }
        out.put("stop", stop);
        if (settings.choices() != null && settings.choices() > 1) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.BAD_REQUEST,
                            "n must be 1 for this model; ask several times instead",
                            "n"));
        }
    }

    private void sampling() {
        GenerationSettings settings = request.settings();
        if (dialect.samplingAllowed()) {
            out.put("temperature", settings.temperature()).put("top_p", settings.topP());
        } else {
            dropIf(settings.temperature(), "temperature");
            dropIf(settings.topP(), "top_p");
        }
        if (dialect.samplingAllowed() && request.origin() == WireFormat.OPENAI_CHAT) {
            // Not of the format's author, but the caller knows a server that takes it.
            out.put("top_k", settings.topK());
        } else {
            dropIf(settings.topK(), "top_k");
        }
        out.put("seed", settings.seed())
                .put("presence_penalty", settings.presencePenalty())
                .put("frequency_penalty", settings.frequencyPenalty());
    }

    private void shape() {
        GenerationSettings settings = request.settings();
        out.put("reasoning_effort", effort(settings));
        if (settings.responseFormat() != null) {
            OpenAiResponseFormat.write(out, settings.responseFormat());
        }
        String endUser = settings.endUser();
        out.put(dialect.endUserMember(), endUser == null ? null : bounded(endUser));
    }

    private void extras() {
        for (Map.Entry<String, JsonText> extra : request.extras().entrySet()) {
            switch (request.origin()) {
                case OPENAI_CHAT -> out.put(extra.getKey(), extra.getValue());
                case ANTHROPIC_MESSAGES,
                        ANTHROPIC_TOKEN_COUNT,
                        OPENAI_RESPONSES,
                        OPENAI_COMPLETIONS,
                        OPENAI_EMBEDDINGS,
                        GEMINI,
                        GEMINI_TOKEN_COUNT ->
                        dropped.add(extra.getKey());
            }
        }
    }

    /// The effort, made of a budget where the caller gave that.
    static @Nullable String effort(GenerationSettings settings) {
        Long budget = settings.reasoningBudget();
        if (settings.reasoningEffort() != null || budget == null) {
            return settings.reasoningEffort();
        }
        if (budget == 0) {
            return "none";
        }
        return budget <= 2_048 ? "low" : budget <= 12_288 ? "medium" : "high";
    }

    // Some clients put whole documents there; what matters is that equal users stay equal.
    static String bounded(String endUser) {
        return endUser.length() <= LONGEST_END_USER ? endUser : digest(endUser);
    }

    /// The same 64 digits for the same text.
    static String digest(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void dropIf(@Nullable Object value, String name) {
        if (value != null) {
            dropped.add(name);
        }
    }

    // Reports a member that the provider refuses by the name that the caller knows.
    private void refused(String name) {
        AnthropicLosses losses = new AnthropicLosses(request.origin());
        switch (name) {
            case "stop" -> losses.stops();
            case "reasoning_effort" -> losses.reasoning();
            case "response_format" -> losses.schema();
            case "user", "safety_identifier" -> losses.add(endUser(name));
            case "parallel_tool_calls" ->
                    losses.add(ofOrigin(name, "tool_choice.disable_parallel_tool_use"));
            default -> losses.add(name);
        }
        dropped.addAll(losses.names());
    }

    private String endUser(String name) {
        return switch (request.origin()) {
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS, OPENAI_RESPONSES -> name;
            case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "metadata.user_id";
            case GEMINI, GEMINI_TOKEN_COUNT -> "labels";
        };
    }

    private String ofOrigin(String openAi, String anthropic) {
        return switch (request.origin()) {
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS, OPENAI_RESPONSES -> openAi;
            case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT, GEMINI, GEMINI_TOKEN_COUNT -> anthropic;
        };
    }
}
