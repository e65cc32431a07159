// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.ResponseFormat;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.List;

/// Writes a request in Google's format. The API refuses unknown members, so only known ones are
/// written. The model and streaming stand in the path.
final class GeminiRequestWriter {

    private static final int LONGEST_NAME = 128;
    private static final int MOST_STOPS = 5;

    private final ChatRequest request;
    private final GenerationSettings settings;
    private final GeminiModel model;
    private final AnthropicLosses losses;
    private final ToolNames names;
    private final GeminiConversation conversation;
    private final JsonOut out;

    private GeminiRequestWriter(ChatRequest request, JsonOut out) {
        this.request = request;
        this.out = out;
        this.settings = request.settings();
        this.model = GeminiModel.of(request.model());
        this.losses = new AnthropicLosses(request.origin());
        this.names = ToolNames.beginningWithLetter(request, LONGEST_NAME);
        this.conversation = new GeminiConversation(request, losses);
    }

    /// @throws FailureException see [ProviderCodec#encode]
    static EncodedRequest write(ChatRequest request) {
        JsonOut out = new JsonOut().object();
        GeminiRequestWriter writer = new GeminiRequestWriter(request, out);
        writer.members();
        byte[] body = out.end().bytes();
        boolean single =
                !request.tools().isEmpty() && Boolean.FALSE.equals(request.parallelToolCalls());
        return new EncodedRequest(body, writer.losses.names(), writer.names.originals(), single);
    }

    /// Writes a request for the count of the tokens of a request.
    static byte[] writeCount(ChatRequest request) {
        JsonOut out = new JsonOut().object().object("generateContentRequest");
        out.put("model", "models/" + request.model());
        new GeminiRequestWriter(request, out).members();
        return out.end().end().bytes();
    }

    private void members() {
        Integer choices = settings.choices();
        if (choices != null && choices > 1) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.BAD_REQUEST,
                            "n is "
                                    + choices
                                    + ", but this model gives one answer; ask several times",
                            "n"));
        }
        if (!conversation.system().isEmpty()) {
            out.object("systemInstruction").array("parts");
            conversation.system().forEach(text -> out.object().put("text", text).end());
            out.end().end();
        }
        out.array("contents");
        boolean structured = request.origin() == WireFormat.GEMINI;
        GeminiContentWriter contents = new GeminiContentWriter(out, model, names, structured);
        conversation.turns().forEach(contents::turn);
        out.end();
        tools();
        config();
        rest();
    }

    private void tools() {
        if (request.tools().isEmpty()) {
            return;
        }
        out.array("tools").object().array("functionDeclarations");
        request.tools().forEach(this::tool);
        out.end().end().end();
        switch (request.toolChoice()) {
            case ToolChoice.Auto _ -> mode("AUTO", List.of());
            case ToolChoice.None _ -> mode("NONE", List.of());
            case ToolChoice.Required _ -> mode("ANY", List.of());
            case ToolChoice.Named named -> mode("ANY", List.of(names.sent(named.name())));
            case null -> {}
        }
    }

    private void mode(String mode, List<String> allowed) {
        out.object("toolConfig")
                .object("functionCallingConfig")
                .put("mode", mode)
                .put("allowedFunctionNames", allowed)
                .end()
                .end();
    }

    private void tool(ToolDefinition tool) {
        out.object().put("name", names.sent(tool.name())).put("description", tool.description());
        JsonText schema = tool.schema();
        if (schema != null && !GeminiSchemaWriter.empty(schema)) {
            out.put("parametersJsonSchema", GeminiSchemaWriter.of(schema, losses::toolSchema));
        }
        if (Boolean.TRUE.equals(tool.strict())) {
            losses.strictTools();
        }
        out.end();
    }

    private void config() {
        out.object("generationConfig")
                .put("maxOutputTokens", settings.maxOutputTokens())
                .put("temperature", settings.temperature())
                .put("topP", settings.topP())
                .put("topK", settings.topK())
                .put("seed", settings.seed())
                .put("presencePenalty", settings.presencePenalty())
                .put("frequencyPenalty", settings.frequencyPenalty());
        List<String> stop = settings.stop().stream().filter(text -> !text.isBlank()).toList();
        if (stop.size() > MOST_STOPS) {
            losses.stops();
            stop = stop.subList(0, MOST_STOPS);
        }
        out.put("stopSequences", stop);
        switch (settings.responseFormat()) {
            case ResponseFormat.JsonSchema wanted -> {
                out.put("responseMimeType", "application/json");
                if (wanted.schema() != null) {
                    out.put(
                            "responseJsonSchema",
                            GeminiSchemaWriter.of(wanted.schema(), _ -> losses.schema()));
                }
            }
            case ResponseFormat.JsonObject _ -> out.put("responseMimeType", "application/json");
            case ResponseFormat.Text _ -> {}
            case null -> {}
        }
        GeminiThinking thinking = GeminiThinking.plan(settings, model, losses);
        if (thinking != null) {
            thinking.write(out);
        }
        out.end();
    }

    private void rest() {
        if (settings.endUser() != null) {
            losses.endUser();
        }
        for (String name : request.extras().keySet()) {
            if (request.origin() == WireFormat.GEMINI && !name.contains(".")) {
                out.put(name, request.extras().get(name));
            } else {
                losses.add(name);
            }
        }
    }
}
