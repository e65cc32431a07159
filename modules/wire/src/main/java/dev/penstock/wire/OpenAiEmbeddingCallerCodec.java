// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gateway as a server of OpenAI's embeddings.
final class OpenAiEmbeddingCallerCodec implements EmbeddingCallerCodec {

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_EMBEDDINGS;
    }

    @Override
    public RawRequest scan(
            byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed) {
        return RequestScan.of(format(), body, headers, Set.of(), addressed);
    }

    @Override
    public EmbeddingRequest decode(RawRequest raw) {
        return OpenAiEmbeddingRequestReader.read(raw.body());
    }

    @Override
    public byte[] encode(EmbeddingAnswer answer, RawRequest raw, AnswerIdentity identity) {
        boolean base64 = OpenAiEmbeddingRequestReader.asksForBase64(raw.body());
        JsonOut out = new JsonOut().object().put("object", "list").array("data");
        int index = 0;
        for (float[] vector : answer.vectors()) {
            out.object().put("object", "embedding").put("index", index++);
            vector(out, vector, base64);
            out.end();
        }
        out.end().put("model", identity.model());
        Usage usage = answer.usage();
        long tokens = usage == null ? 0 : usage.totalInput();
        out.object("usage").put("prompt_tokens", tokens).put("total_tokens", tokens).end();
        return out.end().bytes();
    }

    private static void vector(JsonOut out, float[] vector, boolean base64) {
        if (base64) {
            out.put("embedding", OpenAiVector.base64(vector));
            return;
        }
        out.array("embedding");
        for (float value : vector) {
            out.add(value);
        }
        out.end();
    }
}
