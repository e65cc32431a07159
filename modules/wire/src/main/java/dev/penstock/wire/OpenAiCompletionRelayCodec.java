// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;

/// Legacy completions passed on as they are, to servers that still have them.
final class OpenAiCompletionRelayCodec implements RelayCodec {

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_COMPLETIONS;
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
    public RelayTap tap(boolean stream, boolean hideUsage) {
        return stream ? new OpenAiStreamTap(hideUsage, true) : new OpenAiBodyTap(true);
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        return OpenAiFault.of(body, 0, body.length).failure(status, RetryAfter.of(headers));
    }
}
