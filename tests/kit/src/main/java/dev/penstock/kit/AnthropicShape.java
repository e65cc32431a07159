// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages as Anthropic reads and writes them.
final class AnthropicShape implements Shape {
    static final String SIGNATURE = "U2lnbmF0dXJlIG9mIGEgc2ltdWxhdGlvbg==";

    private final Map<String, SimulatedModel> models;
    private final Set<String> betas;

    AnthropicShape(Map<String, SimulatedModel> models, Set<String> betas) {
        this.models = models;
        this.betas = betas;
    }

    @Override
    public Prompt understand(RecordedRequest request) {
        final AnthropicVersion version = AnthropicVersion.of(request);
        betas(request);
        JsonNode json = Json.parse(request);
        if (json == null || !json.isObject()) {
            throw AnthropicComplaints.bad("The request body is not valid JSON: expected an object");
        }
        Inspected body = new Inspected(json, "", AnthropicComplaints.WORDS);
        String id = body.need("model").string().text();
        SimulatedModel model = models.get(id);
        if (model == null) {
            throw new Refusal(404, "not_found_error", null, null, "model: " + id);
        }
        AnthropicRules.check(body, model, version);
        return AnthropicPrompt.of(body, model);
    }

    private void betas(RecordedRequest request) {
        for (String line : request.headers().all("anthropic-beta")) {
            for (String beta : line.split(",", -1)) {
                if (!betas.contains(beta.strip())) {
                    throw AnthropicComplaints.bad(
                            "Unexpected value(s) `%s` for the `anthropic-beta` header. Please consult our documentation at docs.anthropic.com or try again without the header."
                                    .formatted(beta.strip()));
                }
            }
        }
    }

    @Override
    public String plain(Said said) {
        ObjectNode message = message(said);
        ArrayNode content = message.withArray("content");
        int calls = 0;
        for (Part part : said.answer().parts()) {
            switch (part) {
                case Part.Text text ->
                        content.addObject()
                                .put("type", "text")
                                .put("text", text.whole())
                                .putNull("citations");
                case Part.Thinking thinking ->
                        content.addObject()
                                .put("type", "thinking")
                                .put("thinking", thinking.whole())
                                .put("signature", SIGNATURE);
                case Part.Call call ->
                        toolUse(content.addObject(), said, call, calls++).set("input", input(call));
            }
        }
        message.put("stop_reason", said.answer().stop().anthropic());
        said.answer().stopSequence().ifPresent(stop -> message.put("stop_sequence", stop));
        message.set("usage", usage(said.tokens()));
        return message.toString();
    }

    /// A message without content, without a reason to stop and without usage.
    static ObjectNode message(Said said) {
        ObjectNode message =
                Json.object()
                        .put("id", said.id("msg_", 0))
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("model", said.prompt().model().id());
        message.putArray("content");
        return message.putNull("stop_reason")
                .putNull("stop_sequence")
                .putNull("stop_details")
                .putNull("container");
    }

    static ObjectNode toolUse(ObjectNode block, Said said, Part.Call call, int number) {
        block.put("type", "tool_use")
                .put("id", said.id("toolu_", number))
                .put("name", call.name())
                .putObject("input");
        block.putObject("caller").put("type", "direct");
        return block;
    }

    static ObjectNode usage(Tokens tokens) {
        ObjectNode usage =
                Json.object()
                        .put("input_tokens", tokens.input())
                        .put("cache_creation_input_tokens", tokens.cacheWrite())
                        .put("cache_read_input_tokens", tokens.cacheRead());
        usage.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", tokens.cacheWrite())
                .put("ephemeral_1h_input_tokens", 0);
        usage.put("output_tokens", tokens.output()).put("service_tier", "standard");
        if (tokens.reasoning() > 0) {
            usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoning());
        }
        return usage;
    }

    private static JsonNode input(Part.Call call) {
        try {
            return Json.read(call.pieces().isEmpty() ? "{}" : call.whole());
        } catch (JacksonException cutShort) {
            // A call cut by the token limit: the provider gives what it had understood.
            return Json.object();
        }
    }

    @Override
    public List<Beat> stream(Said said) {
        return new AnthropicStream(said).beats();
    }

    @Override
    public String error(
            String type,
            @Nullable String code,
            @Nullable String param,
            String message,
            String requestId) {
        ObjectNode body = Json.object().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        return body.put("request_id", requestId).toString();
    }

    @Override
    public String errorEvent(String type, String message, String requestId) {
        return Sse.event("error", error(type, null, null, message, requestId));
    }

    @Override
    public List<Header> headers(String requestId) {
        return List.of(
                new Header("request-id", requestId),
                new Header("anthropic-organization-id", "00000000-0000-4000-8000-000000000000"),
                new Header("anthropic-ratelimit-requests-limit", "4000"),
                new Header("anthropic-ratelimit-requests-remaining", "3999"),
                new Header("anthropic-ratelimit-requests-reset", "2026-11-20T12:00:00Z"));
    }
}
