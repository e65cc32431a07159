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
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "thinking";
                });
    }

    void schema() {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> "response_format";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "output_config.format";
                });
    }

    void strictTools() {
        add(
                switch (origin) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS ->
                            "tools.function.strict";
                    case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "tools.strict";
                });
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
