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
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> "reasoning_effort";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "generationConfig.thinkingConfig";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "thinking";
                    case OPENAI_RESPONSES -> "reasoning.effort";
                });
    }

    void schema() {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> "response_format";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "generationConfig.responseJsonSchema";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "output_config.format";
                    case OPENAI_RESPONSES -> "text.format";
                });
    }

    void strictTools() {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS ->
                            "tools.function.strict";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "tools.functionDeclarations.strict";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT, OPENAI_RESPONSES ->
                            "tools.strict";
                });
    }

    void thoughts() {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS ->
                            "messages.reasoning_content";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "messages.thinking";
                    case OPENAI_RESPONSES -> "input.reasoning";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "contents.parts.thought";
                });
    }

    void stops() {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> "stop";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "stop_sequences";
                    case OPENAI_RESPONSES -> "stop";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "generationConfig.stopSequences";
                });
    }

    void endUser() {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> "user";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "metadata.user_id";
                    case OPENAI_RESPONSES -> "user";
                    case GEMINI, GEMINI_TOKEN_COUNT -> "labels";
                });
    }

    /// @param keyword of the schema of a tool's arguments
    void toolSchema(String keyword) {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS ->
                            "tools.function.parameters." + keyword;
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT ->
                            "tools.input_schema." + keyword;
                    case OPENAI_RESPONSES -> "tools.parameters." + keyword;
                    case GEMINI, GEMINI_TOKEN_COUNT ->
                            "tools.functionDeclarations.parametersJsonSchema." + keyword;
                });
    }

    List<String> names() {
        return GeminiMembers.dropped(origin, names);
    }
}
