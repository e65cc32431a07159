// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;

/// The gateway as a Responses client. Nothing is left at the provider: translated requests ask it to
/// store nothing.
final class ResponsesProviderCodec implements ProviderCodec {

    // Errors and lists of models are those of the author's other format.
    private final OpenAiProviderCodec chat = new OpenAiProviderCodec();

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_RESPONSES;
    }

    @Override
    public EncodedRequest encode(ChatRequest request, Dialect dialect) {
        return ResponsesRequestWriter.write(request, dialect);
    }

    @Override
    public byte[] relay(RawRequest request, String model) {
        return ResponsesRelay.body(request, model);
    }

    @Override
    public AnswerReader reader(boolean stream) {
        return stream ? new ResponsesStreamReader() : new ResponsesBodyReader();
    }

    @Override
    public RelayTap tap(boolean stream, boolean hideUsage) {
        return stream ? new ResponsesStreamTap() : new ResponsesBodyTap();
    }

    @Override
    public Failure failure(int status, Map<String, List<String>> headers, byte[] body) {
        return chat.failure(status, headers, body);
    }

    @Override
    public List<String> models(byte[] body) {
        return chat.models(body);
    }
}
