// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The gateway as a client of OpenAI's embeddings. Numbers are asked for, which every server of the
/// format sends; base64, which not all know, is read as well.
final class OpenAiEmbeddingProviderCodec implements EmbeddingProviderCodec {

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_EMBEDDINGS;
    }

    @Override
    public EncodedRequest encode(EmbeddingRequest request, Dialect dialect) {
        List<String> dropped = new ArrayList<>();
        JsonOut out = new JsonOut().object().put("model", request.model());
        out.put("input", request.inputs()).put("encoding_format", "float");
        out.put("dimensions", request.dimensions()).put("user", request.endUser());
        for (Map.Entry<String, JsonText> extra : request.extras().entrySet()) {
            if (request.origin() == format()) {
                out.put(extra.getKey(), extra.getValue());
            } else {
                dropped.add(extra.getKey());
            }
        }
        EncodedRequest sent = OpenAiDeviation.apply(out.end().bytes(), dialect.deviations());
        // The form of the numbers is between the provider and the gateway.
        sent.dropped().stream().filter(n -> !n.equals("encoding_format")).forEach(dropped::add);
        return new EncodedRequest(sent.body(), dropped);
    }

    @Override
    public EmbeddingAnswer read(byte[] body) {
        return OpenAiEmbeddingAnswer.read(body, 0, body.length, true).answer();
    }

    @Override
    public byte[] relay(RawRequest request, String model) {
        return new RawSplice(request.body())
                .replace(request.modelMember(), RawSplice.string(model))
                .bytes();
    }

    @Override
    public EncodedRequest relay(RawRequest request, String model, Dialect dialect) {
        return OpenAiDeviation.apply(relay(request, model), dialect.deviations());
    }

    @Override
    public RelayTap tap(boolean stream, boolean hideUsage) {
        return new WholeTap(
                (bytes, length) -> OpenAiEmbeddingAnswer.read(bytes, 0, length, false).usage());
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        return OpenAiFault.of(body, 0, body.length).failure(status, RetryAfter.of(headers));
    }
}
