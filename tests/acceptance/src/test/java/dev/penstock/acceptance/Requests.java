// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.Tokens;
import tools.jackson.databind.node.ObjectNode;

/// Calls whose input is long enough to count, and what they cost.
final class Requests {
    private static final String PROMPT = "It is raining. ".repeat(200);

    private Requests() {}

    /// A call of about 750 tokens.
    static String rain(Dialect dialect, String model, Mode mode) {
        ObjectNode body = Calls.hello(dialect, model, mode);
        ((ObjectNode) body.path("messages").path(0)).put("content", PROMPT);
        return body.toString();
    }

    /// The price by hand: gpt-4.1-mini 0.4 in and 1.6 out, claude-haiku-4-5 1 in and 5 out, for a
    /// million tokens.
    static double dollars(Lane lane, Tokens tokens) {
        double in = lane == Lane.OPENAI ? 0.4 : 1.0;
        double out = lane == Lane.OPENAI ? 1.6 : 5.0;
        return (in * tokens.input() + out * tokens.output()) / 1e6;
    }
}
