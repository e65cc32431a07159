// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every official client through every kind of upstream, plain and streamed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MatrixTest {
    @RegisterExtension final Stage stage = Stage.open();
    private final Clients clients = new Clients();

    @AfterAll
    void stop() {
        clients.close();
        stage.close();
    }

    Stream<Arguments> scenarios() {
        List<Arguments> all = new ArrayList<>();
        for (Sdk sdk : clients.all()) {
            for (Lane lane : Lane.values()) {
                for (Scenario scenario : Scenarios.all()) {
                    for (Mode mode : Mode.values()) {
                        if (scenario.plays(lane)) {
                            all.add(Arguments.of(sdk, lane, scenario, mode));
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} at {1}: {2}, {3}")
    @MethodSource("scenarios")
    void clientUnderstands(Sdk sdk, Lane lane, Scenario scenario, Mode mode) {
        if (scenario.answer() != null) {
            answer(lane, scenario.answer());
        }
        Outcome outcome =
                sdk.call(
                        stage.door(),
                        mode,
                        scenario.request(sdk.dialect(), stage.model(lane), mode));
        Understanding.check(scenario, outcome, sdk.dialect(), lane);
        if (lane != Lane.DEMO) {
            tokens(outcome, billed(lane), sdk.dialect().name().equals(lane.name()));
        }
    }

    private static void tokens(Outcome outcome, Tokens billed, boolean relay) {
        Tokens told = outcome.tokens();
        assertThat(told.allInput()).isEqualTo(billed.allInput());
        assertThat(told.output()).isEqualTo(billed.output());
        assertThat(told.cacheRead()).isEqualTo(billed.cacheRead());
        if (relay) {
            assertThat(told).isEqualTo(billed);
        }
    }

    Stream<Arguments> refusals() {
        List<Arguments> all = new ArrayList<>();
        for (Sdk sdk : clients.all()) {
            for (Lane lane : List.of(Lane.OPENAI, Lane.ANTHROPIC)) {
                for (Refused refused : REFUSED) {
                    all.add(Arguments.of(sdk, lane, refused));
                }
            }
        }
        return all.stream();
    }

    /// A refusal of the upstream and the status that the caller gets for it: what is wrong with our
    /// credential is not the caller's fault, and what is wrong with the request is.
    record Refused(int upstream, String type, int status) {
        /// Overload has a status of its own in Anthropic's format.
        int status(Dialect dialect) {
            return status == 503 && dialect == Dialect.ANTHROPIC ? 529 : status;
        }
    }

    private static final List<Refused> REFUSED =
            List.of(
                    new Refused(400, "invalid_request_error", 400),
                    new Refused(401, "authentication_error", 502),
                    new Refused(403, "permission_error", 502),
                    new Refused(429, "rate_limit_error", 429),
                    new Refused(500, "server_error", 502),
                    new Refused(503, "service_unavailable_error", 503),
                    new Refused(529, "overloaded_error", 503));

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @MethodSource("refusals")
    void clientThrowsTheClassOfTheFailure(Sdk sdk, Lane lane, Refused refused) {
        for (Mode mode : Mode.values()) {
            answer(lane, Answer.refused(refused.upstream(), refused.type(), "no, thanks"));
            Outcome.Problem problem = hello(sdk, lane, mode).problem();
            int status = refused.status(sdk.dialect());
            assertThat(problem.status()).as("%s", problem).isEqualTo(status);
            assertThat(problem.type()).isEqualTo(sdk.exception(status));
            assertThat(problem.requestId()).isNotBlank();
        }
    }

    Stream<Arguments> lanes() {
        return clients.all().stream()
                .flatMap(sdk ->
                        Stream.of(Lane.OPENAI, Lane.ANTHROPIC)
                                .map(lane -> Arguments.of(sdk, lane)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("lanes")
    void clientThrowsWhenTheStreamFailsAfterContent(Sdk sdk, Lane lane) {
        for (Answer broken :
                List.of(
                        Answer.text("a", "b").failedAfter(1, "server_error", "broken"),
                        Answer.text("a", "b").cutAfter(1),
                        Answer.text("a", "b").resetAfter(1))) {
            answer(lane, broken);
            assertThat(hello(sdk, lane, Mode.STREAMED).error()).isNotNull();
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("lanes")
    void clientGetsARealStatusWhenTheStreamFailsBeforeContent(Sdk sdk, Lane lane) {
        answer(lane, Answer.text("a", "b").failedAfter(0, "server_error", "broken"));
        Outcome.Problem problem = hello(sdk, lane, Mode.STREAMED).problem();
        assertThat(problem.status()).as("%s", problem).isEqualTo(502);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void usageOfAllCallsIsTheBillOfAllUpstreams() {
        Tokens bill = stage.openAi().bill().total().plus(stage.anthropic().bill().total());
        JsonNode providers =
                Json.read(stage.admin().send("GET", "/usage?by=provider", null).body());
        long cacheRead = 0;
        long complete = 0;
        for (JsonNode row : providers.path("data")) {
            String provider = row.path("group").asString("");
            if (provider.equals("oai") || provider.equals("ant")) {
                cacheRead += row.path("units").path("cache_read_tokens").asLong(0);
                complete += row.path("attempts").asLong() - row.path("failures").asLong();
            }
        }
        assertThat(cacheRead).isEqualTo(bill.cacheRead());
        long answered =
                stage.openAi().bill().calls().stream().filter(c -> c.complete()).count()
                        + stage.anthropic().bill().calls().stream()
                                .filter(c -> c.complete())
                                .count();
        assertThat(complete).isEqualTo(answered);
    }

    private Outcome hello(Sdk sdk, Lane lane, Mode mode) {
        return sdk.call(
                stage.door(),
                mode,
                Scenarios.text().request(sdk.dialect(), stage.model(lane), mode));
    }

    private void answer(Lane lane, Answer answer) {
        switch (lane) {
            case OPENAI -> stage.openAi().answer(answer);
            case ANTHROPIC -> stage.anthropic().answer(answer);
            case DEMO -> {
                // The demo provider answers with what it is told.
            }
        }
    }

    private Tokens billed(Lane lane) {
        return lane == Lane.OPENAI
                ? stage.openAi().bill().last().tokens()
                : stage.anthropic().bill().last().tokens();
    }
}
