// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The gateway as a chat completions client.
final class OpenAiProviderCodec implements ProviderCodec {

    private final RandomGenerator random;

    OpenAiProviderCodec() {
        this(new SecureRandom());
    }

    /// @param random makes ids of tool calls where a server gives none; safe for many threads
    OpenAiProviderCodec(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_CHAT;
    }

    @Override
    public EncodedRequest encode(ChatRequest request, Dialect dialect) {
        return OpenAiRequestWriter.write(request, dialect);
    }

    @Override
    public byte[] relay(RawRequest request, String model) {
        return OpenAiRelay.body(request, model);
    }

    @Override
    public EncodedRequest relay(RawRequest request, String model, Dialect dialect) {
        return OpenAiDeviation.apply(relay(request, model), dialect.deviations());
    }

    @Override
    public AnswerReader reader(boolean stream) {
        return stream ? new OpenAiStreamReader(random) : new OpenAiBodyReader(random);
    }

    @Override
    public RelayTap tap(boolean stream, boolean hideUsage) {
        return stream ? new OpenAiStreamTap(hideUsage) : new OpenAiBodyTap();
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        return OpenAiFault.of(body, 0, body.length).failure(status, RetryAfter.of(headers));
    }

    @Override
    public List<String> models(byte[] body) {
        List<String> ids = new ArrayList<>();
        try (JsonIn in = JsonIn.provider(body, 0, body.length)) {
            if (in.isArray()) {
                ids(in, ids);
            } else {
                in.object();
                for (String name = in.member(); name != null; name = in.member()) {
                    if (name.equals("data") && !in.isNull()) {
                        ids(in, ids);
                    } else {
                        in.skip();
                    }
                }
            }
            in.end();
        }
        return ids;
    }

    private static void ids(JsonIn in, List<String> ids) {
        in.array();
        while (in.element()) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("id") && in.isString()) {
                    ids.add(in.string());
                } else {
                    in.skip();
                }
            }
        }
    }
}
