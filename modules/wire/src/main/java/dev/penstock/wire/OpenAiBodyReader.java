// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.List;
import java.util.random.RandomGenerator;

/// Decodes a plain completion once it is whole.
final class OpenAiBodyReader implements AnswerReader {

    private final BodyBuffer body = new BodyBuffer();
    private final OpenAiAnswer answer;

    OpenAiBodyReader(RandomGenerator random) {
        this.answer = new OpenAiAnswer(random);
    }

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return List.of();
    }

    @Override
    public List<ChatEvent> end() {
        body.refuseEmpty();
        answer.completion(body.array(), 0, body.length());
        return answer.drain();
    }
}
