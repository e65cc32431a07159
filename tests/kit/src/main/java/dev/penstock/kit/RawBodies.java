// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Short requests, streamed where the format streams, in every public format, with the places that [RawRequest] wants told.
final class RawBodies {
    private RawBodies() {}

    static RawRequest hello(WireFormat format, String model) {
        String quoted = "\"" + model + "\"";
        String begin = "{\"model\":";
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello, provider\"}]}";
        String rest =
                switch (format) {
                    case OPENAI_CHAT -> "\"stream\":true," + messages;
                    case ANTHROPIC_MESSAGES -> "\"stream\":true,\"max_tokens\":64," + messages;
                    case OPENAI_COMPLETIONS -> "\"stream\":true,\"prompt\":\"Hello, provider\"}";
                    case OPENAI_EMBEDDINGS -> "\"input\":\"Hello, provider\"}";
                    case ANTHROPIC_TOKEN_COUNT -> messages;
                };
        String body = begin + quoted + "," + rest;
        return new RawRequest(
                format,
                body.getBytes(StandardCharsets.UTF_8),
                model,
                new ByteRange(begin.length(), begin.length() + quoted.length()),
                format.task() == Task.CHAT,
                null,
                false,
                format == WireFormat.ANTHROPIC_MESSAGES ? 64L : null,
                format.id().startsWith("anthropic")
                        ? Map.of("anthropic-version", List.of("2023-06-01"))
                        : Map.of());
    }
}
