// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Collects server-sent events (WHATWG HTML, section 9.2) until they are taken. Not safe for several
/// threads.
final class SseOut {

    private static final byte[] NONE = {};
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] END = ascii("\n\n");

    private final ByteArrayOutputStream sink = new ByteArrayOutputStream(256);

    /// Adds an event without a name. The body must hold no line break; [JsonOut] writes none unless a
    /// raw value brings it.
    SseOut data(Consumer<JsonOut> body) {
        sink.writeBytes(DATA);
        JsonOut json = new JsonOut(sink);
        body.accept(json);
        json.close();
        sink.writeBytes(END);
        return this;
    }

    /// Adds an event with a name.
    SseOut event(String name, Consumer<JsonOut> body) {
        sink.writeBytes(EVENT);
        sink.writeBytes(ascii(name));
        sink.write('\n');
        return data(body);
    }

    /// Adds an event whose data is one plain line.
    SseOut line(String data) {
        sink.writeBytes(DATA);
        sink.writeBytes(ascii(data));
        sink.writeBytes(END);
        return this;
    }

    /// What was added since the last call; perhaps nothing.
    byte[] take() {
        if (sink.size() == 0) {
            return NONE;
        }
        byte[] bytes = sink.toByteArray();
        sink.reset();
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
