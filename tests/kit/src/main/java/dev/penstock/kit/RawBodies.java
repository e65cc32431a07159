// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Short requests in every public format, with the places that [RawRequest] wants told.
final class RawBodies {
    private RawBodies() {}

    static RawRequest hello(WireFormat format, String model) {
        String quoted = "\"" + model + "\"";
        String begin = "{\"model\":";
        String rest =
                switch (format) {
                    case OPENAI_CHAT, OPENAI_RESPONSES -> "";
                    case ANTHROPIC_MESSAGES -> "\"max_tokens\":64,";
                };
        String conversation =
                switch (format) {
                    case OPENAI_CHAT, ANTHROPIC_MESSAGES -> "messages";
                    case OPENAI_RESPONSES -> "input";
                };
        String body =
                begin
                        + quoted
                        + ",\"stream\":true,"
                        + rest
                        + "\""
                        + conversation
                        + "\":[{\"role\":\"user\",\"content\":\"Hello, provider\"}]}";
        return new RawRequest(
                format,
                body.getBytes(StandardCharsets.UTF_8),
                model,
                new ByteRange(begin.length(), begin.length() + quoted.length()),
                true,
                null,
                false,
                format == WireFormat.ANTHROPIC_MESSAGES ? 64L : null,
                format == WireFormat.ANTHROPIC_MESSAGES
                        ? Map.of("anthropic-version", List.of("2023-06-01"))
                        : Map.of());
    }
}
