// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.List;

/// Decodes a plain response once it is whole.
final class ResponsesBodyReader implements AnswerReader {

    private final BodyBuffer body = new BodyBuffer();
    private final ResponsesAnswer answer = new ResponsesAnswer();

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return List.of();
    }

    @Override
    public List<ChatEvent> end() {
        body.refuseEmpty();
        answer.whole(whole(body));
        return answer.drain();
    }

    /// The response in a body that has ended.
    static ResponsesIn whole(BodyBuffer body) {
        try (JsonIn in = JsonIn.provider(body.array(), 0, body.length())) {
            ResponsesIn response = ResponsesIn.read(in);
            in.end();
            return response;
        }
    }
}
