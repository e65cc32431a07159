// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static dev.penstock.kit.ModelTrait.NO_STOP;
import static dev.penstock.kit.ModelTrait.PREFILL;
import static dev.penstock.kit.ModelTrait.REASONING;
import static dev.penstock.kit.ModelTrait.SAMPLING;
import static dev.penstock.kit.ModelTrait.SIGNED;
import static dev.penstock.kit.ModelTrait.THINKING_ADAPTIVE;
import static dev.penstock.kit.ModelTrait.THINKING_ALWAYS;
import static dev.penstock.kit.ModelTrait.THINKING_BUDGET;
import static dev.penstock.kit.ModelTrait.THINKING_LEVEL;

import java.util.List;
import java.util.Set;

/// A model a simulated provider offers.
///
/// @param id the model id, as in the provider's list
/// @param maxOutput the most output tokens a request may ask for
/// @param traits what it takes and refuses
public record SimulatedModel(String id, int maxOutput, Set<ModelTrait> traits) {
    /// Refuses an empty id and an output limit below 1.
    public SimulatedModel {
        if (id.isBlank() || maxOutput < 1) {
            throw new IllegalArgumentException(
                    "Model '%s' with %d output tokens; give it an id and at least 1 token"
                            .formatted(id, maxOutput));
        }
        traits = Set.copyOf(traits);
    }

    /// Whether it has that trait.
    public boolean has(ModelTrait trait) {
        return traits.contains(trait);
    }

    static List<SimulatedModel> openAi() {
        return List.of(
                new SimulatedModel("gpt-4.1-mini", 32_768, Set.of()),
                new SimulatedModel("gpt-4o-mini", 16_384, Set.of()),
                new SimulatedModel("gpt-5", 128_000, Set.of(REASONING, NO_STOP)),
                new SimulatedModel("gpt-6-luna", 128_000, Set.of(REASONING, NO_STOP)),
                new SimulatedModel("o4-mini", 100_000, Set.of(REASONING, NO_STOP)));
    }

    static List<SimulatedModel> anthropic() {
        Set<ModelTrait> old = Set.of(SAMPLING, PREFILL, THINKING_BUDGET);
        return List.of(
                new SimulatedModel("claude-haiku-4-5", 64_000, old),
                new SimulatedModel("claude-sonnet-4-5", 64_000, old),
                new SimulatedModel("claude-sonnet-4-5-20250929", 64_000, old),
                new SimulatedModel(
                        "claude-sonnet-4-6",
                        64_000,
                        Set.of(SAMPLING, THINKING_BUDGET, THINKING_ADAPTIVE)),
                new SimulatedModel("claude-sonnet-5", 128_000, Set.of(THINKING_ADAPTIVE)),
                new SimulatedModel("claude-sonnet-5-5", 128_000, Set.of(THINKING_ADAPTIVE)),
                new SimulatedModel("claude-haiku-5-5", 128_000, Set.of(THINKING_ADAPTIVE)),
                new SimulatedModel(
                        "claude-opus-5-5", 128_000, Set.of(THINKING_ADAPTIVE, THINKING_ALWAYS)));
    }

    static List<SimulatedModel> google() {
        return List.of(
                new SimulatedModel("gemini-2.5-flash", 65_536, Set.of(THINKING_BUDGET)),
                new SimulatedModel(
                        "gemini-2.5-pro", 65_536, Set.of(THINKING_BUDGET, THINKING_ALWAYS)),
                new SimulatedModel("gemini-3.5-flash", 65_536, Set.of(THINKING_LEVEL, SIGNED)),
                new SimulatedModel(
                        "gemini-3.1-pro-preview",
                        65_536,
                        Set.of(THINKING_LEVEL, THINKING_ALWAYS, SIGNED)),
                new SimulatedModel("gemini-embedding-001", 1, Set.of()));
    }
}
