// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.Stop;

/// The format a client speaks.
enum Dialect {
    OPENAI("gpt-4.1-mini"),
    ANTHROPIC("claude-haiku-4-5");

    private final String model;

    Dialect(String model) {
        this.model = model;
    }

    /// A model of the provider that speaks it.
    String model() {
        return model;
    }

    String stop(Stop stop) {
        return switch (this) {
            case OPENAI -> stop.openAi();
            case ANTHROPIC -> stop.anthropic();
        };
    }
}
