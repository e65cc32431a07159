// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// A public format that applications speak and providers understand. Equal formats on both sides of
/// the gateway take the relay lane, different ones are translated.
public enum WireFormat {
    /// OpenAI chat completions (`docs/reference/wire-formats/openai-chat.md`).
    OPENAI_CHAT("openai-chat", Task.CHAT),
    /// Anthropic Messages (`docs/reference/wire-formats/anthropic-messages.md`).
    ANTHROPIC_MESSAGES("anthropic-messages", Task.CHAT),
    /// Google's `generateContent` (`docs/reference/wire-formats/gemini.md`).
    GEMINI("gemini", Task.CHAT),
    /// Google's `countTokens`.
    GEMINI_TOKEN_COUNT("gemini-token-count", Task.TOKEN_COUNT),
    /// OpenAI Responses (`docs/reference/wire-formats/openai-responses.md`).
    OPENAI_RESPONSES("openai-responses", Task.CHAT),
    /// OpenAI embeddings (`docs/reference/wire-formats/openai-embeddings.md`).
    OPENAI_EMBEDDINGS("openai-embeddings", Task.EMBEDDING),
    /// Anthropic's counter of tokens (`docs/reference/wire-formats/anthropic-token-count.md`).
    ANTHROPIC_TOKEN_COUNT("anthropic-token-count", Task.TOKEN_COUNT),
    /// OpenAI's legacy completions of a text (`docs/reference/wire-formats/openai-completions.md`).
    OPENAI_COMPLETIONS("openai-completions", Task.CHAT);

    private final String id;
    private final Task task;

    WireFormat(String id, Task task) {
        this.id = id;
        this.task = task;
    }

    /// The name used in configuration, records and metrics.
    public String id() {
        return id;
    }

    /// What is asked for in it.
    public Task task() {
        return task;
    }
}
