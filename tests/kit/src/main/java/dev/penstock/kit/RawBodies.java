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
        return switch (format) {
            case OPENAI_CHAT,
                    OPENAI_RESPONSES,
                    OPENAI_COMPLETIONS,
                    OPENAI_EMBEDDINGS,
                    ANTHROPIC_MESSAGES,
                    ANTHROPIC_TOKEN_COUNT ->
                    named(format, model);
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
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello, provider\"}]}";
        String rest =
                switch (format) {
                    case OPENAI_CHAT -> "\"stream\":true," + messages;
                    case ANTHROPIC_MESSAGES -> "\"stream\":true,\"max_tokens\":64," + messages;
                    case OPENAI_RESPONSES ->
                            "\"stream\":true,\"input\":[{\"role\":\"user\",\"content\":\"Hello, provider\"}]}";
                    case OPENAI_COMPLETIONS -> "\"stream\":true,\"prompt\":\"Hello, provider\"}";
                    case OPENAI_EMBEDDINGS -> "\"input\":\"Hello, provider\"}";
                    case ANTHROPIC_TOKEN_COUNT -> messages;
                    case GEMINI, GEMINI_TOKEN_COUNT ->
                            throw new IllegalArgumentException("the model stands in the path");
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
