// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Reads a whole answer of the Messages format; it becomes events when its last byte is there.
final class AnthropicPlainReader implements AnswerReader {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
        if ((long) body.size() + length > MAX_EVENT) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.MALFORMED,
                            "the provider's answer is larger than " + MAX_EVENT + " bytes"));
        }
        body.write(bytes, offset, length);
        return List.of();
    }

    @Override
    public List<ChatEvent> end() {
        return AnthropicMessage.read(body.toByteArray());
    }

    /// All that came.
    byte[] bytes() {
        return body.toByteArray();
    }
}
