// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gateway as a Responses server. Shared by all calls, or, by [#answering], for one.
final class ResponsesCallerCodec implements CallerCodec {

    private static final Set<String> HEADERS = Set.of("openai-beta");

    private final OpenAiCallerCodec models = new OpenAiCallerCodec();
    private final @Nullable RawRequest request;
    private @Nullable ResponsesAnswerWriter begun;

    ResponsesCallerCodec() {
        this(null);
    }

    private ResponsesCallerCodec(@Nullable RawRequest request) {
        this.request = request;
    }

    @Override
    public WireFormat format() {
        return WireFormat.OPENAI_RESPONSES;
    }

    @Override
    public RawRequest scan(
            byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed) {
        return RequestScan.of(WireFormat.OPENAI_RESPONSES, body, headers, HEADERS, addressed);
    }

    @Override
    public ChatRequest decode(byte[] body) {
        return ResponsesRequestReader.read(body);
    }

    @Override
    public CallerCodec answering(RawRequest raw) {
        return new ResponsesCallerCodec(raw);
    }

    private ResponsesEcho echo() {
        return request == null ? ResponsesEcho.none() : ResponsesEcho.of(request.body());
    }

    @Override
    public byte[] encode(ChatAnswer answer, AnswerIdentity identity) {
        return ResponsesAnswerBody.of(answer, identity, echo());
    }

    @Override
    public AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        ResponsesAnswerWriter writer = new ResponsesAnswerWriter(identity, echo());
        if (request != null) {
            begun = writer;
        }
        return writer;
    }

    @Override
    public byte[] encode(Failure failure, String requestId) {
        JsonOut out = new JsonOut();
        ResponsesErrors.write(out, failure);
        return out.bytes();
    }

    @Override
    public int status(Failure failure) {
        return failure.status();
    }

    /// Ends the response that this codec's own writer began. In a relayed stream, whose numbers and id
    /// are the provider's, only the error is told.
    @Override
    public byte[] encodeEvent(Failure failure, String requestId) {
        return begun != null
                ? begun.fail(failure)
                : new SseOut().event("error", out -> ResponsesErrors.event(out, failure, 0)).take();
    }

    @Override
    public byte[] encodeModels(List<PublicModel> list) {
        return models.encodeModels(list);
    }

    @Override
    public byte[] encodeModel(PublicModel model) {
        return models.encodeModel(model);
    }
}
