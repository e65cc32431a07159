// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Legacy completions as OpenAI makes them for the one model that still has them. The completion
/// repeats the prompt: `You wrote: ...`.
final class OpenAiCompletions {
    private static final String MODEL = "gpt-3.5-turbo-instruct";
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "prompt",
                    "suffix",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "n",
                    "stream",
                    "stream_options",
                    "logprobs",
                    "echo",
                    "stop",
                    "presence_penalty",
                    "frequency_penalty",
                    "best_of",
                    "logit_bias",
                    "user",
                    "seed");

    private OpenAiCompletions() {}

    static Reply answer(RecordedRequest request, Bill bill, String requestId) {
        JsonNode json = Json.parse(request);
        if (json == null || !json.isObject()) {
            throw OpenAiComplaints.bad(null, null, "We could not parse the JSON body.");
        }
        Inspected body = new Inspected(json, "", OpenAiComplaints.WORDS);
        String model = body.need("model").string().text();
        if (!model.equals(MODEL)) {
            throw new Refusal(
                    404,
                    "invalid_request_error",
                    null,
                    "model",
                    "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?");
        }
        body.only(KNOWN);
        String prompt = body.need("prompt").string().text();
        String text = "You wrote: " + prompt;
        Tokens tokens = Tokens.of(1 + prompt.length() / 4, 1 + text.length() / 4);
        boolean streamed = body.flag("stream");
        Bill.Line line = bill.open(requestId, model, tokens, streamed);
        line.written(1, 1);
        ReplyBuilder reply = Reply.status(200).header("x-request-id", requestId);
        if (!streamed) {
            ObjectNode whole = chunk(requestId, model, text, "stop");
            whole.set("usage", OpenAiShape.usage(tokens));
            return reply.contentType("application/json")
                    .piece(whole.toString())
                    .note(line::complete)
                    .build();
        }
        Inspected options = body.get("stream_options");
        boolean usage = options != null && options.flag("include_usage");
        reply.framing(Framing.CHUNKED).contentType("text/event-stream");
        for (String piece : List.of("You wrote: ", prompt)) {
            reply.piece(Sse.data(chunk(requestId, model, piece, null).toString()));
        }
        reply.piece(Sse.data(chunk(requestId, model, "", "stop").toString()));
        if (usage) {
            ObjectNode last = chunk(requestId, model, "", null);
            last.putArray("choices");
            last.set("usage", OpenAiShape.usage(tokens));
            reply.piece(Sse.data(last.toString()));
        }
        return reply.piece(Sse.data("[DONE]")).note(line::complete).build();
    }

    private static ObjectNode chunk(
            String requestId,
            String model,
            String text,
            @org.jspecify.annotations.Nullable String finish) {
        ObjectNode chunk =
                Json.object()
                        .put("id", "cmpl-" + requestId)
                        .put("object", "text_completion")
                        .put("created", 1_760_000_000)
                        .put("model", model);
        chunk.putArray("choices")
                .addObject()
                .put("text", text)
                .put("index", 0)
                .putNull("logprobs")
                .put("finish_reason", finish);
        return chunk;
    }
}
