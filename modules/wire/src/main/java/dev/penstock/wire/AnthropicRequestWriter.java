// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.Message;
import dev.penstock.inference.ResponseFormat;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a request in the Messages format. The API refuses unknown members, so only known ones are
/// written, and those of callers of the same format.
final class AnthropicRequestWriter {

    // 128 on newer models; the shorter bound suits all.
    private static final int LONGEST_NAME = 64;

    private static final String JSON_ONLY =
            "Answer with a single JSON object and nothing else: no words around it, no code fence.";

    private final ChatRequest request;
    private final GenerationSettings settings;
    private final Dialect dialect;
    private final AnthropicModel model;
    private final AnthropicLosses losses;
    private final ToolNames names;
    private final AnthropicConversation conversation;
    private final AnthropicThinking thinking;
    private final List<String> system;
    private @Nullable JsonText format;
    private final JsonOut out = new JsonOut();

    private AnthropicRequestWriter(ChatRequest request, Dialect dialect) {
        this.request = request;
        this.settings = request.settings();
        this.dialect = dialect;
        this.model = AnthropicModel.of(request.model());
        this.losses = new AnthropicLosses(request.origin());
        this.names = ToolNames.of(request, LONGEST_NAME);
        this.conversation = new AnthropicConversation(request, names);
        this.system = new ArrayList<>(conversation.system());
        Long asked = settings.maxOutputTokens();
        this.thinking =
                AnthropicThinking.plan(
                        settings,
                        model,
                        conversation.thinkingLost(),
                        asked != null ? asked : dialect.defaultMaxTokens(),
                        losses);
    }

    /// @throws FailureException see [ProviderCodec#encode]
    static EncodedRequest write(ChatRequest request, Dialect dialect) {
        return new AnthropicRequestWriter(request, dialect).encoded();
    }

    /// Whether thinking is asked for in a turn whose beginning cannot be sent back.
    static boolean thinkingLost(ChatRequest request) {
        GenerationSettings settings = request.settings();
        return (settings.reasoningEffort() != null || settings.reasoningBudget() != null)
                && new AnthropicConversation(request, ToolNames.of(request, LONGEST_NAME))
                        .thinkingLost();
    }

    private EncodedRequest encoded() {
        Integer choices = settings.choices();
        if (choices != null && choices > 1) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.BAD_REQUEST,
                            "n is " + choices + ", but the provider of this model gives one answer",
                            "n"));
        }
        answerFormat();
        out.object().put("model", request.model()).put("max_tokens", thinking.maxTokens());
        system();
        out.array("messages");
        boolean prefill = model.prefill() && !thinking.on();
        conversation.turns(prefill).forEach(turn -> AnthropicContentWriter.turn(out, turn));
        out.end();
        tools();
        sampling();
        out.put("stop_sequences", settings.stop().stream().filter(s -> !s.isBlank()).toList());
        thinking.write(out, format);
        if (settings.endUser() != null) {
            out.object("metadata").put("user_id", settings.endUser()).end();
        }
        if (request.stream()) {
            out.put("stream", true);
        }
        rest();
        return new EncodedRequest(out.end().bytes(), losses.names(), names.originals());
    }

    private void answerFormat() {
        switch (settings.responseFormat()) {
            case ResponseFormat.JsonSchema schema -> schemaFormat(schema.schema());
            case ResponseFormat.JsonObject _ -> system.add(JSON_ONLY);
            case ResponseFormat.Text _ -> {}
            case null -> {}
        }
    }

    private void schemaFormat(@Nullable JsonText schema) {
        if (schema == null) {
            system.add(JSON_ONLY);
            return;
        }
        format = model.schemaOutput() ? AnthropicAnswerSchema.of(schema) : null;
        if (format == null) {
            // Not enforced any more, but told.
            losses.schema();
            system.add(JSON_ONLY + " It must match this JSON Schema: " + schema.value());
        }
    }

    private void system() {
        if (system.isEmpty()) {
            return;
        }
        out.array("system");
        system.forEach(text -> AnthropicContentWriter.text(out, text));
        out.end();
    }

    private void tools() {
        if (!request.tools().isEmpty()) {
            out.array("tools");
            request.tools().forEach(this::tool);
            out.end();
            choice();
        } else if (conversation.calls()) {
            placeholders();
        }
    }

    private void tool(ToolDefinition tool) {
        out.object()
                .put("name", names.sent(tool.name()))
                .put("description", tool.description())
                .put("input_schema", AnthropicToolSchema.of(tool.schema()));
        if (Boolean.TRUE.equals(tool.strict())) {
            // Strict tools are bound to a small subset of schemas, which the caller did not write
            // for.
            if (request.origin() == WireFormat.ANTHROPIC_MESSAGES) {
                out.put("strict", true);
            } else {
                losses.strictTools();
            }
        }
        out.end();
    }

    // A history with tool calls is refused without tools. They are named, and not to be called.
    private void placeholders() {
        Set<String> called = new LinkedHashSet<>();
        for (Message message : request.messages()) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.ToolCall call) {
                    called.add(names.sent(call.name()));
                }
            }
        }
        out.array("tools");
        for (String name : called) {
            out.object().put("name", name).put("input_schema", AnthropicToolSchema.of(null)).end();
        }
        out.end().object("tool_choice").put("type", "none").end();
    }

    private void choice() {
        ToolChoice choice = request.toolChoice();
        boolean single = Boolean.FALSE.equals(request.parallelToolCalls());
        boolean forced =
                choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
        if (forced && thinking.on()) {
            losses.add("tool_choice");
            choice = new ToolChoice.Auto();
        }
        if (choice == null && !single) {
            return;
        }
        out.object("tool_choice");
        switch (choice) {
            case ToolChoice.None _ -> {
                out.put("type", "none").end();
                return;
            }
            case ToolChoice.Required _ -> out.put("type", "any");
            case ToolChoice.Named named ->
                    out.put("type", "tool").put("name", names.sent(named.name()));
            case ToolChoice.Auto _ -> out.put("type", "auto");
            case null -> out.put("type", "auto");
        }
        if (single) {
            out.put("disable_parallel_tool_use", true);
        }
        out.end();
    }

    private void sampling() {
        boolean allowed = dialect.samplingAllowed() && !model.samplingFixed() && !thinking.on();
        Double temperature = settings.temperature();
        if (temperature != null && allowed) {
            out.put("temperature", Math.clamp(temperature, 0.0, 1.0));
        } else if (temperature != null && temperature != 1.0) {
            losses.add("temperature");
        }
        boolean alone = temperature == null || !model.samplingExclusive();
        Double topP = settings.topP();
        if (topP != null && allowed && alone) {
            out.put("top_p", topP);
        } else if (topP != null && topP != 1.0) {
            losses.add("top_p");
        }
        if (settings.topK() != null && allowed) {
            out.put("top_k", settings.topK());
        } else if (settings.topK() != null) {
            losses.add("top_k");
        }
    }

    private void rest() {
        if (settings.presencePenalty() != null) {
            losses.add("presence_penalty");
        }
        if (settings.frequencyPenalty() != null) {
            losses.add("frequency_penalty");
        }
        if (settings.seed() != null) {
            losses.add("seed");
        }
        switch (request.origin()) {
            case ANTHROPIC_MESSAGES -> request.extras().forEach(out::put);
            case OPENAI_CHAT,
                    OPENAI_RESPONSES,
                    OPENAI_COMPLETIONS,
                    OPENAI_EMBEDDINGS,
                    ANTHROPIC_TOKEN_COUNT,
                    GEMINI,
                    GEMINI_TOKEN_COUNT ->
                    request.extras().keySet().forEach(losses::add);
        }
    }
}
