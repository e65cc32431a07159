// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.List;
import java.util.random.RandomGenerator;

/// Decodes a stream of chunks. A server that answers a streaming request with one JSON document, an
/// error more often than not, is understood too.
final class OpenAiStreamReader implements AnswerReader {

    private final SseIn sse = new SseIn(MAX_EVENT);
    private final StreamKind kind = new StreamKind();
    private final BodyBuffer body = new BodyBuffer();
    private final OpenAiAnswer answer;
    private boolean done;

    OpenAiStreamReader(RandomGenerator random) {
        this.answer = new OpenAiAnswer(random);
    }

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
            answer.completion(body.array(), 0, body.length());
        } else if (sse.end()) {
            event();
        }
        if (!answer.finished()) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.TRUNCATED,
                            "the provider's answer ended before it was complete"));
        }
        return answer.drain();
    }

    private void event() {
        if (done || OpenAiEvents.isEmpty(sse)) {
            return;
        }
        if (OpenAiEvents.isDone(sse)) {
            done = true;
        } else if (sse.name().equals("error")) {
            throw OpenAiEvents.failure(sse);
        } else {
            answer.chunk(sse.array(), sse.offset(), sse.length());
        }
    }
}
