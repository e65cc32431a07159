// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Stop;
import java.util.List;

/// What a client must have understood of a scenario.
final class Understanding {
    private Understanding() {}

    static void check(Scenario scenario, Outcome outcome, Dialect client, Lane lane) {
        assertThat(outcome.error()).as("the client fails").isNull();
        String text = lane == Lane.DEMO ? scenario.demoText() : scenario.text();
        assertThat(outcome.text()).isEqualTo(text);
        List<String> calls =
                outcome.calls().stream()
                        .map(call -> call.name() + " " + Json.read(call.arguments()))
                        .toList();
        assertThat(calls).isEqualTo(scenario.calls());
        assertThat(outcome.calls())
                .extracting(Outcome.Call::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> !id.isBlank());
        stop(scenario, outcome, client, lane);
        assertThat(outcome.tokens()).as("usage").isNotNull();
        assertThat(outcome.tokens().allInput()).isPositive();
    }

    private static void stop(Scenario scenario, Outcome outcome, Dialect client, Lane lane) {
        // OpenAI's format does not tell a stop sequence from an ordinary end.
        boolean told = lane != Lane.OPENAI;
        Stop expected = scenario.stop() == Stop.SEQUENCE && !told ? Stop.END : scenario.stop();
        assertThat(outcome.stop()).isEqualTo(client.stop(expected));
        if (client == Dialect.ANTHROPIC && told) {
            assertThat(outcome.stopSequence()).isEqualTo(scenario.stopSequence());
        }
    }
}
