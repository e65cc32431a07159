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
        return switch (format) {
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC_MESSAGES -> named(format, model);
            case GEMINI, GEMINI_TOKEN_COUNT -> addressed(format, model);
        };
    }

    // The model stands in the path.
    private static RawRequest addressed(WireFormat format, String model) {
        String body =
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello, provider\"}]}]}";
        return new RawRequest(
                format,
                body.getBytes(StandardCharsets.UTF_8),
                model,
                null,
                format == WireFormat.GEMINI,
                null,
                true,
                null,
                Map.of());
    }

    private static RawRequest named(WireFormat format, String model) {
        String quoted = "\"" + model + "\"";
        String begin = "{\"model\":";
        String rest = format == WireFormat.ANTHROPIC_MESSAGES ? "\"max_tokens\":64," : "";
        String conversation = format == WireFormat.OPENAI_RESPONSES ? "input" : "messages";
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
