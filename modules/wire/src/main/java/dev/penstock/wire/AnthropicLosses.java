// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.WireFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what of a request cannot be carried, by the names that its caller knows.
final class AnthropicLosses {

    private final WireFormat origin;
    private final Set<String> names = new LinkedHashSet<>();

    AnthropicLosses(WireFormat origin) {
        this.origin = origin;
    }

    void add(String name) {
        names.add(name);
    }

    void reasoning() {
        add(
                switch (origin) {
                    case OPENAI_CHAT -> "reasoning_effort";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "generationConfig.thinkingConfig";
                    case ANTHROPIC_MESSAGES -> "thinking";
                    case OPENAI_RESPONSES -> "reasoning.effort";
                });
    }

    void schema() {
        add(
                switch (origin) {
                    case OPENAI_CHAT -> "response_format";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "generationConfig.responseJsonSchema";
                    case ANTHROPIC_MESSAGES -> "output_config.format";
                    case OPENAI_RESPONSES -> "text.format";
                });
    }

    void strictTools() {
        add(
                switch (origin) {
                    case OPENAI_CHAT -> "tools.function.strict";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "tools.functionDeclarations.strict";
                    case ANTHROPIC_MESSAGES, OPENAI_RESPONSES -> "tools.strict";
                });
    }

    void thoughts() {
        add(
                switch (origin) {
                    case OPENAI_CHAT -> "messages.reasoning_content";
                    case ANTHROPIC_MESSAGES -> "messages.thinking";
                    case OPENAI_RESPONSES -> "input.reasoning";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "contents.parts.thought";
                });
    }

    void stops() {
        add(
                switch (origin) {
                    case OPENAI_CHAT -> "stop";
                    case ANTHROPIC_MESSAGES -> "stop_sequences";
                    case OPENAI_RESPONSES -> "stop";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "generationConfig.stopSequences";
                });
    }

    void endUser() {
        add(
                switch (origin) {
                    case OPENAI_CHAT -> "user";
                    case ANTHROPIC_MESSAGES -> "metadata.user_id";
                    case OPENAI_RESPONSES -> "user";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "labels";
                });
    }

    /// @param keyword of the schema of a tool's arguments
    void toolSchema(String keyword) {
        add(
                switch (origin) {
                    case OPENAI_CHAT -> "tools.function.parameters." + keyword;
                    case ANTHROPIC_MESSAGES -> "tools.input_schema." + keyword;
                    case OPENAI_RESPONSES -> "tools.parameters." + keyword;
                    case GEMINI, GEMINI_TOKEN_COUNT ->
                            "tools.functionDeclarations.parametersJsonSchema." + keyword;
                });
    }

    List<String> names() {
        return GeminiMembers.dropped(origin, names);
    }
}
