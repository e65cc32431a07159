// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// What sets models of one provider apart in what they refuse.
public enum ModelTrait {
    /// OpenAI: refuses `max_tokens` and every sampling parameter but the default.
    REASONING,
    /// OpenAI: refuses `stop`.
    NO_STOP,
    /// Anthropic: takes `temperature`, `top_p` and `top_k` under API version 2023-06-01.
    SAMPLING,
    /// Anthropic: takes a trailing assistant message as the beginning of its answer.
    PREFILL,
    /// Anthropic: takes `thinking.type` `enabled` with a budget.
    THINKING_BUDGET,
    /// Anthropic: takes `thinking.type` `adaptive`.
    THINKING_ADAPTIVE,
    /// Anthropic and Google: refuses to switch thinking off.
    THINKING_ALWAYS,
    /// Google: takes `thinkingLevel`.
    THINKING_LEVEL,
    /// Google: demands the signature of a call back, and names calls by ids.
    SIGNED
}
