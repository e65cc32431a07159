// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `batchEmbedContents` of Google's format, for providers.
public final class GeminiEmbeddings {

    private GeminiEmbeddings() {}

    /// Encodes a request.
    ///
    /// @param request with the provider's own model name
    public static EncodedRequest encode(EmbeddingRequest request) {
        String model = "models/" + request.model();
        JsonOut out = new JsonOut().object().array("requests");
        for (String input : request.inputs()) {
            out.object()
                    .put("model", model)
                    .object("content")
                    .array("parts")
                    .object()
                    .put("text", input)
                    .end()
                    .end()
                    .end()
                    .put("outputDimensionality", request.dimensions())
                    .end();
        }
        out.end();
        List<String> dropped = new ArrayList<>(request.extras().keySet());
        if (request.endUser() != null) {
            dropped.add("user");
        }
        return new EncodedRequest(out.end().bytes(), dropped);
    }

    /// Reads a provider's answer. It tells no usage. Vectors that were shortened on request are given
    /// the length 1 again, which the provider leaves to its callers.
    ///
    /// @throws dev.penstock.inference.FailureException MALFORMED
    public static EmbeddingAnswer read(byte[] body, EmbeddingRequest request) {
        List<float[]> vectors = null;
        try (JsonIn in = JsonIn.provider(body, 0, body.length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("embeddings")) {
                    vectors = vectors(in, request.dimensions() != null);
                } else {
                    in.skip();
                }
            }
            in.end();
            if (vectors == null) {
                throw in.missing("embeddings");
            }
        }
        return new EmbeddingAnswer(request.model(), vectors, null);
    }

    private static List<float[]> vectors(JsonIn in, boolean shortened) {
        List<float[]> vectors = new ArrayList<>();
        in.array();
        while (in.element()) {
            float[] values = null;
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("values")) {
                    values = values(in);
                } else {
                    in.skip();
                }
            }
            if (values == null) {
                throw in.missing("values");
            }
            vectors.add(shortened ? normalised(values) : values);
        }
        return vectors;
    }

    private static float[] values(JsonIn in) {
        float[] values = new float[1_024];
        int count = 0;
        in.array();
        while (in.element()) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = (float) in.number();
        }
        return Arrays.copyOf(values, count);
    }

    private static float[] normalised(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (length == 0 || Math.abs(length - 1) < 1e-6) {
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / length);
        }
        return values;
    }
}
