// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import org.jspecify.annotations.Nullable;

/// The finish reasons of Google's format. It has no word for tool calls.
final class GeminiFinish {

    private GeminiFinish() {}

    /// What a provider's word means.
    ///
    /// @param calls whether the answer holds calls
    /// @return null when the answer went wrong inside the provider, or the word is unknown
    static @Nullable StopReason read(String word, boolean calls) {
        return switch (word) {
            case "STOP", "FINISH_REASON_UNSPECIFIED", "CONTINUATION" ->
                    calls ? StopReason.TOOL_CALLS : StopReason.END;
            case "MAX_TOKENS" -> StopReason.MAX_TOKENS;
            case "SAFETY",
                    "RECITATION",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "LANGUAGE",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION",
                    "MODEL_ARMOR" ->
                    StopReason.REFUSAL;
            default -> null;
        };
    }

    /// The word for callers.
    ///
    /// @param refused whether the answer holds a refusal in words
    static String write(StopReason reason, boolean refused) {
        return switch (reason) {
            case END -> refused ? "SAFETY" : "STOP";
            case TOOL_CALLS, STOP_SEQUENCE, PAUSE -> "STOP";
            case MAX_TOKENS, CONTEXT_WINDOW -> "MAX_TOKENS";
            case REFUSAL -> "SAFETY";
        };
    }
}
