// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The member `finish_reason`, both ways. Clients treat it as a closed set, servers do not.
final class OpenAiFinish {

    private OpenAiFinish() {}

    /// The reason to tell clients.
    static String of(StopReason reason) {
        return switch (reason) {
            case END, STOP_SEQUENCE, PAUSE -> "stop";
            case MAX_TOKENS, CONTEXT_WINDOW -> "length";
            case TOOL_CALLS -> "tool_calls";
            case REFUSAL -> "content_filter";
        };
    }

    /// What a server means.
    ///
    /// @param finish its word, or null
    /// @param toolCalls whether it called tools; many servers then still say `stop`
    /// @return null when it has not finished: some servers write an empty text for that
    static @Nullable StopReason read(@Nullable String finish, boolean toolCalls) {
        if (finish == null || finish.isEmpty()) {
            return null;
        }
        return switch (finish.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens", "max_output_tokens", "model_length" ->
                    StopReason.MAX_TOKENS;
            case "tool_calls", "function_call", "tool_use" -> StopReason.TOOL_CALLS;
            case "content_filter", "safety", "refusal" -> StopReason.REFUSAL;
            default -> toolCalls ? StopReason.TOOL_CALLS : StopReason.END;
        };
    }
}
