// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an answer that holds vectors; for one body.
final class OpenAiEmbeddingAnswer {

    private final boolean wanted;
    private final List<float[]> vectors = new ArrayList<>();
    private final List<Long> places = new ArrayList<>();
    private String model = "";
    private @Nullable Usage usage;
    private @Nullable OpenAiFault fault;
    private boolean data;

    private OpenAiEmbeddingAnswer(boolean wanted) {
        this.wanted = wanted;
    }

    /// Reads a body.
    ///
    /// @param wanted whether the vectors themselves are wanted, or only what is told of them
    /// @throws FailureException see [EmbeddingProviderCodec#read]
    static OpenAiEmbeddingAnswer read(byte[] bytes, int offset, int length, boolean wanted) {
        OpenAiEmbeddingAnswer answer = new OpenAiEmbeddingAnswer(wanted);
        try (JsonIn in = JsonIn.provider(bytes, offset, length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                answer.member(in, name);
            }
            in.end();
        }
        if (answer.fault != null) {
            throw new FailureException(answer.fault.failure());
        }
        if (!answer.data) {
            throw JsonFault.PROVIDER.at("data", "must hold vectors");
        }
        return answer;
    }

    private void member(JsonIn in, String name) {
        if (in.isNull()) {
            return;
        }
        switch (name) {
            case "data" -> vectors(in);
            case "usage" -> usage = OpenAiUsage.read(in);
            case "error" -> fault = OpenAiFault.of(in);
            case "model" -> {
                if (in.isString()) {
                    model = in.string();
                } else {
                    in.skip();
                }
            }
            default -> in.skip();
        }
    }

    private void vectors(JsonIn in) {
        data = true;
        in.array();
        while (in.element()) {
            if (wanted) {
                vector(in);
            } else {
                in.skip();
            }
        }
    }

    private void vector(JsonIn in) {
        long place = vectors.size();
        float[] vector = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "index" -> place = in.integer();
                case "embedding" -> vector = OpenAiVector.read(in);
                default -> in.skip();
            }
        }
        if (vector == null) {
            throw in.missing("embedding");
        }
        vectors.add(vector);
        places.add(place);
    }

    @Nullable Usage usage() {
        return usage;
    }

    /// The vectors in the order of the inputs.
    EmbeddingAnswer answer() {
        float[][] ordered = new float[vectors.size()][];
        for (int i = 0; i < ordered.length; i++) {
            long place = places.get(i);
            if (place < 0 || place >= ordered.length || ordered[(int) place] != null) {
                throw JsonFault.PROVIDER.at(
                        "data[" + i + "].index", "must name each input once, counted from 0");
            }
            ordered[(int) place] = vectors.get(i);
        }
        return new EmbeddingAnswer(model, List.of(ordered), usage);
    }
}
