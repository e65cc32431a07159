// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.GenerationSettings;
import org.jspecify.annotations.Nullable;

/// How a wish for thinking is put to a Gemini model. The budgets of the words are Google's own table.
///
/// @param budget tokens, or null
/// @param level a level, or null
/// @param shown whether summaries of the thoughts are wanted
record GeminiThinking(@Nullable Long budget, @Nullable String level, boolean shown) {

    private static final long LEAST_OF_PRO = 128;
    private static final long MOST = 24_576;
    private static final long MOST_OF_PRO = 32_768;

    /// Chooses; null when nothing is to be said.
    static @Nullable GeminiThinking plan(
            GenerationSettings settings, GeminiModel model, AnthropicLosses losses) {
        String effort = settings.reasoningEffort();
        Long budget = settings.reasoningBudget();
        if (effort == null && budget == null) {
            return null;
        }
        boolean none = budget == null && "none".equals(effort);
        return switch (model.thinking()) {
            case NONE -> {
                if (!none) {
                    losses.reasoning();
                }
                yield null;
            }
            case BUDGET -> {
                long wanted = budget != null ? budget : tokens(effort);
                long most = model.least() ? MOST_OF_PRO : MOST;
                long tokens = Math.clamp(wanted, model.least() ? LEAST_OF_PRO : 0, most);
                yield new GeminiThinking(tokens, null, !none);
            }
            case LEVEL ->
                    new GeminiThinking(
                            null, level(effort != null ? effort : word(budget), model), !none);
        };
    }

    private static long tokens(@Nullable String effort) {
        return switch (effort == null ? "" : effort) {
            case "none" -> 0;
            case "minimal", "low" -> 1_024;
            case "high" -> MOST;
            case "xhigh", "max" -> MOST_OF_PRO;
            default -> 8_192;
        };
    }

    private static String word(@Nullable Long budget) {
        long tokens = budget == null ? 0 : budget;
        return tokens <= 2_048 ? "low" : tokens <= 12_288 ? "medium" : "high";
    }

    private static String level(String effort, GeminiModel model) {
        return switch (effort) {
            case "none", "minimal" -> model.least() ? "LOW" : "MINIMAL";
            case "low" -> "LOW";
            case "medium" -> "MEDIUM";
            default -> "HIGH";
        };
    }

    /// Writes the member `thinkingConfig`.
    void write(JsonOut out) {
        out.object("thinkingConfig")
                .put("thinkingBudget", budget)
                .put("thinkingLevel", level)
                .put("includeThoughts", shown ? Boolean.TRUE : null)
                .end();
    }
}
