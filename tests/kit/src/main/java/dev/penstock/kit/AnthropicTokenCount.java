// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic's counter of tokens: takes what a message takes, but for what concerns the answer.
final class AnthropicTokenCount {
    private static final List<String> OF_THE_ANSWER =
            List.of(
                    "max_tokens",
                    "stream",
                    "stop_sequences",
                    "metadata",
                    "temperature",
                    "top_p",
                    "top_k",
                    "service_tier");
    private static final int LONGEST_ANSWER = 64_000;

    private AnthropicTokenCount() {}

    static Reply answer(RecordedRequest request, AnthropicShape shape, String requestId) {
        JsonNode json = Json.parse(request);
        if (!(json instanceof ObjectNode body)) {
            throw AnthropicComplaints.bad("The request body is not valid JSON: expected an object");
        }
        for (String name : OF_THE_ANSWER) {
            if (body.has(name)) {
                throw AnthropicComplaints.bad(name + ": Extra inputs are not permitted");
            }
        }
        // The rest has the rules of a message.
        ObjectNode message = body.deepCopy().put("max_tokens", LONGEST_ANSWER);
        Prompt prompt =
                shape.understand(
                        new RecordedRequest(
                                request.connection(),
                                request.method(),
                                request.target(),
                                request.version(),
                                request.headers(),
                                message.toString().getBytes(StandardCharsets.UTF_8),
                                request.complete(),
                                request.arrived()));
        ObjectNode answer = Json.object().put("input_tokens", prompt.inputTokens());
        ReplyBuilder reply = Reply.status(200).contentType("application/json");
        shape.headers(requestId).forEach(h -> reply.header(h.name(), h.value()));
        return reply.piece(answer.toString()).build();
    }
}
