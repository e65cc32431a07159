// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;

/// The stop reasons of the Messages format.
final class AnthropicStop {

    private AnthropicStop() {}

    /// What a provider's word means; an unknown one counts as [StopReason#END].
    static StopReason read(String word) {
        return switch (word) {
            case "max_tokens" -> StopReason.MAX_TOKENS;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "refusal" -> StopReason.REFUSAL;
            case "pause_turn" -> StopReason.PAUSE;
            case "model_context_window_exceeded" -> StopReason.CONTEXT_WINDOW;
            default -> StopReason.END;
        };
    }

    /// The word for callers. Their loops run tools exactly when they read `tool_use`, so that word
    /// follows the calls that are in the answer, not what an inexact provider said.
    ///
    /// @param calls whether the answer holds tool calls
    /// @param refused whether the answer holds a refusal in words
    static String write(StopReason reason, boolean calls, boolean refused) {
        return switch (reason) {
            case END, TOOL_CALLS -> calls ? "tool_use" : refused ? "refusal" : "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case REFUSAL -> "refusal";
            case PAUSE -> "pause_turn";
            case CONTEXT_WINDOW -> "model_context_window_exceeded";
        };
    }
}
