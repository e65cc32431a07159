// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Chat completions as OpenAI reads and writes them.
final class OpenAiShape implements Shape {
    private final Map<String, SimulatedModel> models;

    OpenAiShape(Map<String, SimulatedModel> models) {
        this.models = models;
    }

    @Override
    public Prompt understand(RecordedRequest request) {
        JsonNode json = Json.parse(request);
        if (json == null || !json.isObject()) {
            throw OpenAiComplaints.bad(
                    null,
                    null,
                    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)");
        }
        Inspected body = new Inspected(json, "", OpenAiComplaints.WORDS);
        String id = modelId(body);
        SimulatedModel model = models.get(id);
        if (model == null) {
            throw new Refusal(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    null,
                    "The model `%s` does not exist or you do not have access to it.".formatted(id));
        }
        OpenAiRules.check(body, model);
        return OpenAiPrompt.of(body, model);
    }

    private static String modelId(Inspected body) {
        Inspected model = body.get("model");
        if (model == null) {
            throw OpenAiComplaints.bad(null, null, "you must provide a model parameter");
        }
        return model.string().text();
    }

    @Override
    public String plain(Said said) {
        ObjectNode answer = head(said, "chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.putNull("content").putNull("refusal").putArray("annotations");
        StringBuilder text = new StringBuilder();
        int calls = 0;
        for (Part part : said.answer().parts()) {
            switch (part) {
                case Part.Text spoken ->
                        message.put("content", text.append(spoken.whole()).toString());
                case Part.Thinking thought -> message.put("reasoning_content", thought.whole());
                case Part.Call call -> {
                    ArrayNode list = message.withArray("tool_calls");
                    ObjectNode told = list.addObject().put("id", said.id("call_", calls++));
                    told.put("type", "function")
                            .putObject("function")
                            .put("name", call.name())
                            .put("arguments", call.pieces().isEmpty() ? "{}" : call.whole());
                }
            }
        }
        choice.putNull("logprobs").put("finish_reason", said.answer().stop().openAi());
        answer.set("usage", usage(said.tokens()));
        return answer.put("service_tier", "default").toString();
    }

    @Override
    public List<Beat> stream(Said said) {
        return new OpenAiStream(said).beats();
    }

    static ObjectNode head(Said said, String object) {
        return Json.object()
                .put("id", said.id("chatcmpl-", 0))
                .put("object", object)
                .put("created", said.created())
                .put("model", said.prompt().model().id());
    }

    static ObjectNode usage(Tokens tokens) {
        ObjectNode usage =
                Json.object()
                        .put("prompt_tokens", tokens.allInput())
                        .put("completion_tokens", tokens.output())
                        .put("total_tokens", tokens.allInput() + tokens.output());
        ObjectNode input = usage.putObject("prompt_tokens_details");
        input.put("cached_tokens", tokens.cacheRead()).put("audio_tokens", 0);
        if (tokens.cacheWrite() > 0) {
            input.put("cache_write_tokens", tokens.cacheWrite());
        }
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", tokens.reasoning())
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    @Override
    public String error(
            String type,
            @Nullable String code,
            @Nullable String param,
            String message,
            String requestId) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body.toString();
    }

    @Override
    public String errorEvent(String type, String message, String requestId) {
        return Sse.data(error(type, null, null, message, requestId));
    }

    @Override
    public List<Header> headers(String requestId) {
        return List.of(
                new Header("x-request-id", requestId),
                new Header("openai-processing-ms", "12"),
                new Header("openai-version", "2020-10-01"),
                new Header("openai-organization", "org-simulated"),
                new Header("x-ratelimit-limit-requests", "10000"),
                new Header("x-ratelimit-remaining-requests", "9999"),
                new Header("x-ratelimit-reset-requests", "6ms"));
    }
}
