// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.AnthropicUpstream;
import dev.penstock.kit.BilledCall;
import dev.penstock.kit.OpenAiUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulated upstreams satisfy the official clients: what fails here is no fault of the gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedUpstreamsTest {
    private final OpenAiUpstream openAi = OpenAiUpstream.start();
    private final AnthropicUpstream anthropic = AnthropicUpstream.start();
    private Clients clients;

    @BeforeAll
    void start() {
        clients = new Clients();
    }

    @AfterAll
    void stop() {
        clients.close();
        openAi.close();
        anthropic.close();
    }

    Stream<Arguments> scenarios() {
        List<Arguments> all = new ArrayList<>();
        for (Sdk sdk : clients.all()) {
            for (Scenario scenario : Scenarios.all()) {
                for (Mode mode : Mode.values()) {
                    all.add(Arguments.of(sdk, scenario, mode));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("scenarios")
    void clientUnderstands(Sdk sdk, Scenario scenario, Mode mode) {
        if (scenario.answer() != null) {
            answer(sdk, scenario.answer());
        }
        Outcome outcome = call(sdk, scenario, mode);
        Lane lane = sdk.dialect() == Dialect.OPENAI ? Lane.OPENAI : Lane.ANTHROPIC;
        Understanding.check(scenario, outcome, sdk.dialect(), lane);
        assertThat(outcome.tokens()).isEqualTo(billed(sdk).tokens());
        assertThat(billed(sdk).streamed()).isEqualTo(mode == Mode.STREAMED);
        if (scenario.tokens() != null) {
            assertThat(outcome.tokens()).isEqualTo(scenario.tokens());
        }
    }

    Stream<Arguments> refusals() {
        return clients.all().stream()
                .flatMap(sdk ->
                        Stream.of(400, 401, 403, 404, 429, 500, 529)
                                .map(status -> Arguments.of(sdk, status)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void clientThrowsTheClassOfTheStatus(Sdk sdk, int status) {
        for (Mode mode : Mode.values()) {
            answer(sdk, Answer.refused(status, "some_error", "no " + status));
            Outcome.Problem problem = call(sdk, Scenarios.text(), mode).problem();
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem.message()).contains("no " + status);
            assertThat(problem.type()).isEqualTo(sdk.exception(status));
            assertThat(problem.requestId()).startsWith("req_");
        }
    }

    Stream<Sdk> sdks() {
        return clients.all().stream();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void clientThrowsOnAnErrorEvent(Sdk sdk) {
        answer(sdk, Answer.text("a", "b").failedAfter(1, "overloaded_error", "Overloaded"));
        Outcome.Problem problem = call(sdk, Scenarios.text(), Mode.STREAMED).problem();
        assertThat(problem.message()).contains("Overloaded");
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void clientThrowsOnACutStream(Sdk sdk) {
        answer(sdk, Answer.text("a", "b").cutAfter(1));
        assertThat(call(sdk, Scenarios.text(), Mode.STREAMED).error()).isNotNull();
    }

    private Outcome call(Sdk sdk, Scenario scenario, Mode mode) {
        Door door =
                switch (sdk.dialect()) {
                    case OPENAI -> new Door(openAi.origin(), openAi.key());
                    case ANTHROPIC -> new Door(anthropic.origin(), anthropic.key());
                };
        String model = sdk.dialect().model();
        return sdk.call(door, mode, scenario.request(sdk.dialect(), model, mode));
    }

    private void answer(Sdk sdk, Answer answer) {
        switch (sdk.dialect()) {
            case OPENAI -> openAi.answer(answer);
            case ANTHROPIC -> anthropic.answer(answer);
        }
    }

    private BilledCall billed(Sdk sdk) {
        return switch (sdk.dialect()) {
            case OPENAI -> openAi.bill().last();
            case ANTHROPIC -> anthropic.bill().last();
        };
    }
}
