// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import org.jspecify.annotations.Nullable;

/// How a request for thinking is put to a model.
///
/// @param type `enabled`, `adaptive`, `disabled`, or null to say nothing
/// @param budget tokens for thinking, with `enabled` only
/// @param effort the member `output_config.effort`, or null
/// @param maxTokens the bound of the answer; it covers the thinking, too
record AnthropicThinking(
        @Nullable String type, @Nullable Long budget, @Nullable String effort, long maxTokens) {

    private static final long LEAST_BUDGET = 1_024;

    /// Whether the model will think, which forbids sampling and forced tool choice.
    boolean on() {
        return "enabled".equals(type) || "adaptive".equals(type);
    }

    /// Chooses.
    ///
    /// @param lost whether a turn with tool calls is open whose thinking is not there any more: the
    ///     API refuses to think on in such a turn
    static AnthropicThinking plan(
            GenerationSettings settings,
            AnthropicModel model,
            boolean lost,
            long maxTokens,
            AnthropicLosses losses) {
        String effort = settings.reasoningEffort();
        Long budget = settings.reasoningBudget();
        if (effort == null && budget == null) {
            return silent(null, maxTokens);
        }
        boolean none = "none".equals(effort) && budget == null;
        AnthropicModel.Thinking kind = model.thinking();
        if (!none && (lost || kind == AnthropicModel.Thinking.NONE)) {
            losses.reasoning();
        }
        boolean off = none || lost;
        return switch (kind) {
            case NONE -> silent(null, maxTokens);
            case BUDGET -> off ? silent(null, maxTokens) : enabled(effort, budget, maxTokens);
            case ADAPTIVE ->
                    off
                            ? new AnthropicThinking("disabled", null, null, maxTokens)
                            : adaptive(effort, budget, maxTokens);
            case ALWAYS -> off ? silent("low", maxTokens) : adaptive(effort, budget, maxTokens);
        };
    }

    private static AnthropicThinking silent(@Nullable String effort, long maxTokens) {
        return new AnthropicThinking(null, null, effort, maxTokens);
    }

    private static AnthropicThinking enabled(
            @Nullable String effort, @Nullable Long asked, long maxTokens) {
        long budget = Math.max(LEAST_BUDGET, asked != null ? asked : budget(effort));
        // The budget must stay below the bound; what the caller wanted for the answer comes on top.
        long bound = maxTokens > budget ? maxTokens : budget + maxTokens;
        return new AnthropicThinking("enabled", budget, null, bound);
    }

    private static AnthropicThinking adaptive(
            @Nullable String effort, @Nullable Long budget, long maxTokens) {
        String word = effort != null ? effort : budget != null ? effort(budget) : "high";
        return new AnthropicThinking(
                "adaptive", null, word.equals("minimal") ? "low" : word, maxTokens);
    }

    // Both directions are conventions among gateways, not documented values.
    private static long budget(@Nullable String effort) {
        return switch (effort == null ? "" : effort) {
            case "minimal" -> LEAST_BUDGET;
            case "low" -> 2_048;
            case "high" -> 16_384;
            case "xhigh", "max" -> 32_768;
            default -> 8_192;
        };
    }

    private static String effort(long budget) {
        return budget <= 2_048 ? "low" : budget <= 12_288 ? "medium" : "high";
    }

    /// Writes the members `thinking` and, with the answer's format if there is one, `output_config`.
    ///
    /// @param format the schema of the answer, or null
    void write(JsonOut out, @Nullable JsonText format) {
        if (type != null) {
            out.object("thinking").put("type", type).put("budget_tokens", budget).end();
        }
        if (effort != null || format != null) {
            out.object("output_config").put("effort", effort);
            if (format != null) {
                out.object("format").put("type", "json_schema").put("schema", format).end();
            }
            out.end();
        }
    }
}
