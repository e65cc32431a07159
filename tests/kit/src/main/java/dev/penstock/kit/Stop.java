// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// Why a simulated answer ended, with the spelling of each provider.
public enum Stop {
    /// The model had said all.
    END("stop", "end_turn"),
    /// The token limit of the request was reached.
    LENGTH("length", "max_tokens"),
    /// The model wants its tools called.
    TOOLS("tool_calls", "tool_use"),
    /// One of the stop sequences of the request came up.
    SEQUENCE("stop", "stop_sequence"),
    /// The provider would not say it.
    REFUSAL("content_filter", "refusal");

    private final String openAi;
    private final String anthropic;

    Stop(String openAi, String anthropic) {
        this.openAi = openAi;
        this.anthropic = anthropic;
    }

    /// OpenAI's `finish_reason`.
    public String openAi() {
        return openAi;
    }

    /// Anthropic's `stop_reason`.
    public String anthropic() {
        return anthropic;
    }
}
