// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.ArrayList;
import java.util.List;

/// Reads a whole answer of Google's format, or the array of pieces that it sends to those who ask for
/// a stream without events. It becomes events when its last byte is there.
final class GeminiPlainReader implements AnswerReader {

    private final BodyBuffer body = new BodyBuffer();

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return List.of();
    }

    @Override
    public List<ChatEvent> end() {
        body.refuseEmpty();
        List<ChatEvent> events = new ArrayList<>();
        GeminiAnswer answer = new GeminiAnswer(events::add);
        read(answer, body);
        answer.end(true);
        return List.copyOf(events);
    }

    static void read(GeminiAnswer answer, BodyBuffer body) {
        try (JsonIn in = JsonIn.provider(body.array(), 0, body.length())) {
            if (in.isArray()) {
                in.array();
                while (in.element()) {
                    answer.read(in);
                }
            } else {
                answer.read(in);
            }
            in.end();
        }
    }
}
