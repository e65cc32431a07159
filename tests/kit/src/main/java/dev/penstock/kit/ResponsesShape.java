// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Responses as OpenAI reads and writes them.
final class ResponsesShape implements Shape {
    /// What encrypted reasoning begins with.
    static final String SEAL = "gAAAAAsimulated";

    private final Map<String, SimulatedModel> models;
    private final OpenAiShape chat;

    ResponsesShape(Map<String, SimulatedModel> models) {
        this.models = models;
        this.chat = new OpenAiShape(models);
    }

    @Override
    public Prompt understand(RecordedRequest request) {
        JsonNode json = Json.parse(request);
        if (json == null || !json.isObject()) {
            throw OpenAiComplaints.bad(
                    null, null, "We could not parse the JSON body of your request.");
        }
        Inspected body = new Inspected(json, "", OpenAiComplaints.WORDS);
        Inspected named = body.get("model");
        if (named == null) {
            throw OpenAiComplaints.bad(
                    "missing_required_parameter", "model", "Missing required parameter: 'model'.");
        }
        SimulatedModel model = models.get(named.string().text());
        if (model == null) {
            throw OpenAiComplaints.bad(
                    "model_not_found",
                    "model",
                    "The requested model '%s' does not exist.".formatted(named.text()));
        }
        ResponsesRules.check(body, model);
        return ResponsesPrompt.of(body, model);
    }

    @Override
    public String plain(Said said) {
        return response(said, "").toString();
    }

    @Override
    public List<Beat> stream(Said said) {
        return new ResponsesStream(said).beats();
    }

    /// The response object.
    ///
    /// @param begun `in_progress` for a response that has said nothing yet, empty for a whole one
    static ObjectNode response(Said said, String begun) {
        boolean cut = said.answer().stop() == Stop.LENGTH;
        boolean filtered = said.answer().stop() == Stop.REFUSAL;
        ObjectNode response =
                Json.object()
                        .put("id", said.id("resp_", 0))
                        .put("object", "response")
                        .put("created_at", said.created())
                        .put(
                                "status",
                                !begun.isEmpty()
                                        ? begun
                                        : cut || filtered ? "incomplete" : "completed");
        response.put("background", false).putNull("error");
        if (begun.isEmpty() && (cut || filtered)) {
            response.putObject("incomplete_details")
                    .put("reason", cut ? "max_output_tokens" : "content_filter");
        } else {
            response.putNull("incomplete_details");
        }
        response.putNull("instructions").put("model", said.prompt().model().id());
        ArrayNode output = response.putArray("output");
        if (begun.isEmpty()) {
            items(said).forEach(output::add);
        }
        response.put("parallel_tool_calls", said.prompt().parallel())
                .putNull("previous_response_id")
                .put("store", true)
                .put("temperature", 1.0)
                .put("tool_choice", "auto")
                .put("top_p", 1.0)
                .put("truncation", "disabled");
        response.putObject("text").putObject("format").put("type", "text");
        response.putArray("tools");
        response.putObject("metadata");
        if (begun.isEmpty()) {
            response.set("usage", usage(said.tokens()));
        } else {
            response.putNull("usage");
        }
        return response;
    }

    /// All items of the answer, whole. Texts that follow each other are one message.
    static List<ObjectNode> items(Said said) {
        List<ObjectNode> items = new ArrayList<>();
        for (Part part : said.answer().parts()) {
            items.add(item(said, part, items.size()));
        }
        return items;
    }

    private static ObjectNode item(Said said, Part part, int index) {
        return switch (part) {
            case Part.Text text -> {
                ObjectNode message =
                        Json.object()
                                .put("id", said.id("msg_", index))
                                .put("type", "message")
                                .put("status", "completed")
                                .put("role", "assistant");
                message.putArray("content").add(text(text.whole()));
                yield message;
            }
            case Part.Thinking thinking -> {
                ObjectNode reasoning =
                        Json.object().put("id", said.id("rs_", index)).put("type", "reasoning");
                reasoning
                        .putArray("summary")
                        .addObject()
                        .put("type", "summary_text")
                        .put("text", thinking.whole());
                yield reasoning.put("encrypted_content", SEAL + index);
            }
            case Part.Call call ->
                    Json.object()
                            .put("id", said.id("fc_", index))
                            .put("type", "function_call")
                            .put("status", "completed")
                            .put("call_id", said.id("call_", index))
                            .put("name", call.name())
                            .put("arguments", call.pieces().isEmpty() ? "{}" : call.whole());
        };
    }

    static ObjectNode text(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    private static ObjectNode usage(Tokens tokens) {
        ObjectNode usage = Json.object().put("input_tokens", tokens.allInput());
        usage.putObject("input_tokens_details")
                .put("cached_tokens", tokens.cacheRead())
                .put("cache_write_tokens", tokens.cacheWrite());
        usage.put("output_tokens", tokens.output());
        usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return usage.put("total_tokens", tokens.allInput() + tokens.output());
    }

    @Override
    public String error(
            String type,
            @Nullable String code,
            @Nullable String param,
            String message,
            String requestId) {
        return chat.error(type, code, param, message, requestId);
    }

    @Override
    public String errorEvent(String type, String message, String requestId) {
        ObjectNode event =
                Json.object()
                        .put("type", "error")
                        .put("sequence_number", 99)
                        .put("code", type)
                        .put("message", message)
                        .putNull("param");
        return Sse.event("error", event.toString());
    }

    @Override
    public List<Header> headers(String requestId) {
        return chat.headers(requestId);
    }
}
