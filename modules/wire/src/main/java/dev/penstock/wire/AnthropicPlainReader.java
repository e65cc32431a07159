// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.List;

/// Reads a whole answer of the Messages format; it becomes events when its last byte is there.
final class AnthropicPlainReader implements AnswerReader {

    private final BodyBuffer body = new BodyBuffer();

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return List.of();
    }

    @Override
    public List<ChatEvent> end() {
        body.refuseEmpty();
        return AnthropicMessage.read(body.array(), 0, body.length());
    }
}
