// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.List;

/// Decodes the event stream of a response. A server that answers a streaming request with one JSON
/// document, an error more often than not, is understood too.
final class ResponsesStreamReader implements AnswerReader {

    private final SseIn sse = new SseIn(MAX_EVENT);
    private final StreamKind kind = new StreamKind();
    private final BodyBuffer body = new BodyBuffer();
    private final ResponsesAnswer answer = new ResponsesAnswer();

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        if (kind.json(bytes, offset, length)) {
            body.add(bytes, offset, length);
            return List.of();
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            at = sse.take(bytes, at, end);
            if (sse.complete()) {
                event();
            }
        }
        return answer.drain();
    }

    @Override
    public List<ChatEvent> end() {
        if (body.length() > 0) {
            answer.whole(ResponsesBodyReader.whole(body));
        } else if (sse.end()) {
            AnthropicStreamReader.lastly(this::event);
        }
        if (!answer.finished()) {
            throw AnthropicStreamReader.truncated();
        }
        return answer.drain();
    }

    private void event() {
        if (!answer.finished() && !OpenAiEvents.isEmpty(sse) && !OpenAiEvents.isDone(sse)) {
            answer.event(ResponsesEventIn.read(sse.array(), sse.offset(), sse.length()));
        }
    }
}
