// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.BilledCall;
import dev.penstock.kit.Tokens;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What a call leaves in the ledger.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerContract {
    @RegisterExtension final Stage stage;

    LedgerContract(Store store) {
        stage = Stage.open(store);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    Stream<Arguments> calls() {
        List<Arguments> all = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            for (Lane lane : List.of(Lane.OPENAI, Lane.ANTHROPIC)) {
                for (Mode mode : Mode.values()) {
                    all.add(Arguments.of(dialect, lane, mode));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} at {1}, {2}")
    @MethodSource("calls")
    void rowHoldsTokensOfTheBillAndTheCostByHand(Dialect dialect, Lane lane, Mode mode) {
        // gpt-4.1-mini: 0.4 in, 0.1 cached, 1.6 out; claude-haiku-4-5: 1 in, 0.1 read, 1.25
        // written,
        // 5 out; US dollars for a million tokens.
        Tokens tokens =
                lane == Lane.OPENAI
                        ? new Tokens(1_000, 200, 0, 300, 0)
                        : new Tokens(1_000, 200, 40, 300, 0);
        BigDecimal cost =
                lane == Lane.OPENAI
                        ? dollars(1_000 * 0.4 + 200 * 0.1 + 300 * 1.6)
                        : dollars(1_000 * 1 + 200 * 0.1 + 40 * 1.25 + 300 * 5);
        answer(lane, Answer.text("It is", " raining.").tokens(tokens));

        HttpResponse<String> answer = Calls.send(stage, dialect, stage.model(lane), mode);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode call = stage.admin().settledCall(Calls.id(answer));
        assertThat(call.path("attempts")).hasSize(1);
        JsonNode row = call.path("attempts").path(0);
        assertThat(row.path("state").asString()).isEqualTo("settled");
        assertThat(row.path("outcome").asString()).isEqualTo("ok");
        assertThat(row.path("stream").asBoolean()).isEqualTo(mode == Mode.STREAMED);
        assertThat(row.path("usage").path("source").asString()).isEqualTo("provider");
        units(row.path("usage").path("units"), tokens);
        assertThat(new BigDecimal(row.path("cost_usd").asString())).isEqualByComparingTo(cost);
        assertThat(new BigDecimal(call.path("cost_usd").asString())).isEqualByComparingTo(cost);
        assertThat(row.path("price_version").isNull()).isFalse();
        assertThat(row.path("upstream_id").asString()).isNotBlank();
        assertThat(row.path("public_model").asString()).isEqualTo(stage.model(lane));
        assertThat(billed(lane).tokens()).isEqualTo(tokens);
    }

    private static BigDecimal dollars(double millionths) {
        return BigDecimal.valueOf(millionths).movePointLeft(6);
    }

    private static void units(JsonNode units, Tokens tokens) {
        assertThat(units.path("input_tokens").asLong(0)).isEqualTo(tokens.input());
        assertThat(units.path("cache_read_tokens").asLong(0)).isEqualTo(tokens.cacheRead());
        assertThat(units.path("cache_write_5m_tokens").asLong(0)).isEqualTo(tokens.cacheWrite());
        assertThat(units.path("output_tokens").asLong(0)).isEqualTo(tokens.output());
    }

    @ParameterizedTest(name = "{0} at {1}, {2}")
    @MethodSource("calls")
    void refusedCallIsReleasedAndCostsNothing(Dialect dialect, Lane lane, Mode mode) {
        answer(lane, Answer.refused(400, "invalid_request_error", "no, thanks"));

        HttpResponse<String> answer = Calls.send(stage, dialect, stage.model(lane), mode);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode row = stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
        assertThat(row.path("state").asString()).isEqualTo("released");
        assertThat(row.path("outcome").asString()).isEqualTo("upstream_rejected");
        assertThat(new BigDecimal(row.path("cost_usd").asString())).isZero();
    }

    @ParameterizedTest(name = "{0} at {1}, {2}")
    @MethodSource("calls")
    void usageGrowsByTheCall(Dialect dialect, Lane lane, Mode mode) {
        JsonNode before = stage.admin().usage();
        answer(lane, Answer.text("It is raining.").tokens(Tokens.of(70, 30)));

        HttpResponse<String> answer = Calls.send(stage, dialect, stage.model(lane), mode);
        stage.admin().settledCall(Calls.id(answer));

        JsonNode after = stage.admin().usage();
        assertThat(grown(before, after, "calls")).isEqualTo(1);
        assertThat(grown(before, after, "input_tokens")).isEqualTo(70);
        assertThat(grown(before, after, "output_tokens")).isEqualTo(30);
    }

    private static long grown(JsonNode before, JsonNode after, String member) {
        return after.path(member).asLong() - before.path(member).asLong(0);
    }

    @Test
    void demoCallIsCountedAndCostsItsPrice() {
        HttpResponse<String> answer = Calls.send(stage, Dialect.OPENAI, "demo/echo", Mode.STREAMED);

        JsonNode row = stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
        assertThat(row.path("provider_type").asString()).isEqualTo("demo");
        JsonNode units = row.path("usage").path("units");
        assertThat(units.path("output_tokens").asLong()).isPositive();
        // The demo costs 1 in and 2 out, so that a newcomer sees numbers.
        double millionths =
                units.path("input_tokens").asDouble() + 2 * units.path("output_tokens").asDouble();
        assertThat(new BigDecimal(row.path("cost_usd").asString()))
                .isEqualByComparingTo(dollars(millionths));
    }

    private void answer(Lane lane, Answer answer) {
        if (lane == Lane.OPENAI) {
            stage.openAi().answer(answer);
        } else {
            stage.anthropic().answer(answer);
        }
    }

    private BilledCall billed(Lane lane) {
        return lane == Lane.OPENAI ? stage.openAi().bill().last() : stage.anthropic().bill().last();
    }
}
