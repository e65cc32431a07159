// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splices a caller's own body for the provider: another model name, usage in the stream, and every
/// other byte as it was.
final class OpenAiRelay {

    private static final byte[] ASK_USAGE =
            ",\"stream_options\":{\"include_usage\":true}".getBytes(StandardCharsets.UTF_8);

    private OpenAiRelay() {}

    static byte[] body(RawRequest request, String model) {
        byte[] name = RawSplice.string(model);
        RawSplice splice = new RawSplice(request.body());
        ByteRange options = request.streamOptionsRange();
        if (!request.stream() || request.usageAsked()) {
            return splice.replace(request.modelMember(), name).bytes();
        }
        if (options == null) {
            byte[] both = Arrays.copyOf(name, name.length + ASK_USAGE.length);
            System.arraycopy(ASK_USAGE, 0, both, name.length, ASK_USAGE.length);
            return splice.replace(request.modelMember(), both).bytes();
        }
        byte[] asking = asking(request.body(), options);
        return splice.replace(request.modelMember(), name).replace(options, asking).bytes();
    }

    // The caller's options with usage asked for.
    private static byte[] asking(byte[] body, ByteRange options) {
        JsonOut out = new JsonOut().object();
        try (JsonIn in = JsonIn.provider(body, options.from(), options.length())) {
            if (in.isObject()) {
                in.object();
                for (String name = in.member(); name != null; name = in.member()) {
                    JsonText value = name.equals("include_usage") ? skipped(in) : in.raw();
                    out.put(name, value);
                }
            }
        }
        return out.put("include_usage", Boolean.TRUE).end().bytes();
    }

    private static @Nullable JsonText skipped(JsonIn in) {
        in.skip();
        return null;
    }
}
