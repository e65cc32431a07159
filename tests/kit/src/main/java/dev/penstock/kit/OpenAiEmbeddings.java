// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Embeddings as OpenAI makes them: as strict as the real ones, and the same numbers for the same
/// input.
public final class OpenAiEmbeddings {
    private static final Set<String> MODELS =
            Set.of("text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002");
    private static final Set<String> KNOWN =
            Set.of("input", "model", "dimensions", "encoding_format", "user");
    private static final int MOST_INPUTS = 2_048;
    private static final int LENGTH = 8;

    private OpenAiEmbeddings() {}

    /// The vector of an input: text, or the JSON of its tokens.
    public static float[] vector(String input, int length) {
        float[] vector = new float[length];
        int state = input.hashCode();
        for (int i = 0; i < length; i++) {
            state = state * 1_103_515_245 + 12_345;
            vector[i] = (state >> 8) / (float) (1 << 23);
        }
        return vector;
    }

    /// The vector of a text at its usual length.
    public static float[] vector(String text) {
        return vector(text, LENGTH);
    }

    static Reply answer(RecordedRequest request, Bill bill, String requestId) {
        JsonNode json = Json.parse(request);
        if (json == null || !json.isObject()) {
            throw OpenAiComplaints.bad(null, null, "We could not parse the JSON body.");
        }
        Inspected body = new Inspected(json, "", OpenAiComplaints.WORDS);
        String model = body.need("model").string().text();
        if (!MODELS.contains(model)) {
            throw new Refusal(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    null,
                    "The model `%s` does not exist or you do not have access to it."
                            .formatted(model));
        }
        body.only(KNOWN).optional("user", Inspected::string);
        body.optional("encoding_format", f -> f.oneOf(List.of("float", "base64")));
        List<String> inputs = inputs(body.need("input"));
        int length = length(body, model);
        long tokens = inputs.stream().mapToLong(i -> 1 + i.length() / 4).sum();
        Bill.Line line = bill.open(requestId, model, Tokens.of(tokens, 0), false);
        line.written(1, 1);
        boolean base64 =
                body.has("encoding_format") && body.need("encoding_format").text().equals("base64");
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (int i = 0; i < inputs.size(); i++) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", i);
            embedding(one, vector(inputs.get(i), length), base64);
        }
        list.put("model", model)
                .putObject("usage")
                .put("prompt_tokens", tokens)
                .put("total_tokens", tokens);
        return Reply.status(200)
                .contentType("application/json")
                .header("x-request-id", requestId)
                .piece(list.toString())
                .note(line::complete)
                .build();
    }

    private static void embedding(ObjectNode one, float[] vector, boolean base64) {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length);
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
            one.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        ArrayNode numbers = one.putArray("embedding");
        for (float number : vector) {
            numbers.add(number);
        }
    }

    private static int length(Inspected body, String model) {
        int length = body.optionalInt("dimensions").orElse(LENGTH);
        if (body.has("dimensions") && model.equals("text-embedding-ada-002")) {
            throw OpenAiComplaints.bad(
                    null, null, "This model does not support specifying dimensions.");
        }
        if (length < 1 || length > 3_072) {
            throw OpenAiComplaints.bad(null, "dimensions", "Invalid value for 'dimensions'.");
        }
        return length;
    }

    private static List<String> inputs(Inspected input) {
        if (input.isString()) {
            return List.of(text(input));
        }
        List<Inspected> elements = input.elements();
        if (elements.isEmpty() || elements.size() > MOST_INPUTS) {
            throw OpenAiComplaints.bad(null, null, "'$.input' is invalid.");
        }
        if (elements.getFirst().node().isIntegralNumber()) {
            return List.of(tokens(input));
        }
        List<String> all = new ArrayList<>();
        for (Inspected element : elements) {
            all.add(element.isString() ? text(element) : tokens(element));
        }
        return all;
    }

    private static String text(Inspected text) {
        if (text.text().isEmpty()) {
            throw OpenAiComplaints.bad(null, null, "'$.input' is invalid.");
        }
        return text.text();
    }

    private static String tokens(Inspected tokens) {
        tokens.elements().forEach(Inspected::integer);
        return tokens.node().toString();
    }
}
