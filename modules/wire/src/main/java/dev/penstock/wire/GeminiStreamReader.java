// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.ArrayList;
import java.util.List;

/// Reads a streamed answer of Google's format.
final class GeminiStreamReader implements AnswerReader {

    private static final byte[] NONE = {};

    private final SseIn sse = new SseIn(MAX_EVENT);
    private final StreamKind kind = new StreamKind();
    private final GeminiPlainReader plain = new GeminiPlainReader();
    private final List<ChatEvent> events = new ArrayList<>();
    private final GeminiAnswer answer = new GeminiAnswer(events::add);

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        events.clear();
        if (kind.json(bytes, offset, length)) {
            return plain.feed(bytes, offset, length);
        }
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = sse.take(bytes, at, end);
            if (sse.complete()) {
                take();
            }
        }
        return List.copyOf(events);
    }

    @Override
    public List<ChatEvent> end() {
        events.clear();
        if (kind.json(NONE, 0, 0)) {
            return plain.end();
        }
        if (sse.end()) {
            AnthropicStreamReader.lastly(this::take);
        }
        answer.end(false);
        return List.copyOf(events);
    }

    private void take() {
        if (sse.length() == 0) {
            return;
        }
        try (JsonIn in = JsonIn.provider(sse.array(), sse.offset(), sse.length())) {
            answer.read(in);
        }
    }
}
