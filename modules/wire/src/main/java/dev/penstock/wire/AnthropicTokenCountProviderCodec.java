// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gateway as a client of Anthropic's counter, which bills nothing.
final class AnthropicTokenCountProviderCodec implements TokenCountProviderCodec {

    // How an answer would be made is refused: it takes no input tokens.
    private static final Set<String> OF_THE_ANSWER =
            Set.of(
                    "max_tokens",
                    "stream",
                    "stop_sequences",
                    "metadata",
                    "temperature",
                    "top_p",
                    "top_k",
                    "service_tier",
                    "inference_geo",
                    "container");

    @Override
    public WireFormat format() {
        return WireFormat.ANTHROPIC_TOKEN_COUNT;
    }

    @Override
    public EncodedRequest encode(ChatRequest conversation, Dialect dialect) {
        EncodedRequest whole = AnthropicRequestWriter.write(conversation, dialect);
        JsonOut out = new JsonOut().object();
        try (JsonIn in = JsonIn.provider(whole.body(), 0, whole.body().length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (OF_THE_ANSWER.contains(name)) {
                    in.skip();
                } else {
                    out.put(name, in.raw());
                }
            }
        }
        return new EncodedRequest(out.end().bytes(), whole.dropped(), whole.toolNames());
    }

    @Override
    public long read(byte[] body) {
        return count(body, body.length);
    }

    @Override
    public byte[] relay(RawRequest request, String model) {
        return AnthropicRelay.count(request, model);
    }

    @Override
    public RelayTap tap(boolean stream, boolean hideUsage) {
        return new WholeTap(AnthropicTokenCountProviderCodec::unbilled);
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        return AnthropicFailures.of(status, headers, body);
    }

    private static @Nullable Usage unbilled(byte[] bytes, int length) {
        return count(bytes, length) < 0 ? null : Usage.none();
    }

    private static FailureException failure(JsonIn in) {
        String type = null;
        String message = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = in.optionalString();
                case "message" -> message = in.optionalString();
                default -> in.skip();
            }
        }
        return AnthropicFailures.inBand(type, message);
    }

    private static long count(byte[] bytes, int length) {
        long tokens = -1;
        try (JsonIn in = JsonIn.provider(bytes, 0, length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                switch (name) {
                    case "input_tokens" -> tokens = in.integer();
                    case "error" -> throw failure(in);
                    default -> in.skip();
                }
            }
            in.end();
        }
        if (tokens < 0) {
            throw JsonFault.PROVIDER.at("input_tokens", "must be a count");
        }
        return tokens;
    }
}
