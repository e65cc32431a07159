// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// A public format that applications speak and providers understand. Equal formats on both sides of
/// the gateway take the relay lane, different ones are translated.
public enum WireFormat {
    /// OpenAI chat completions (`docs/reference/wire-formats/openai-chat.md`).
    OPENAI_CHAT("openai-chat"),
    /// Anthropic Messages (`docs/reference/wire-formats/anthropic-messages.md`).
    ANTHROPIC_MESSAGES("anthropic-messages");

    private final String id;

    WireFormat(String id) {
        this.id = id;
    }

    /// The name used in configuration, records and metrics.
    public String id() {
        return id;
    }
}
