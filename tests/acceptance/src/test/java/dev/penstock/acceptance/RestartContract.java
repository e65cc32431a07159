// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Tokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What is left after the process has ended.
abstract class RestartContract {
    @RegisterExtension final Stage stage;

    RestartContract(Store store) {
        stage = Stage.open(store);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private HttpResponse<String> hello() {
        return Calls.send(stage, Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.STREAMED);
    }

    @Test
    void restartKeepsKeysProvidersAndTheLedger() {
        String id = Calls.id(hello());
        JsonNode call = stage.admin().settledCall(id);
        JsonNode keys = stage.admin().keys();
        JsonNode providers = stage.admin().providers();
        JsonNode usage = stage.admin().usage();

        assertThat(stage.penstock().terminate()).isIn(0, 143);
        stage.restart();

        assertThat(stage.admin().settledCall(id)).isEqualTo(call);
        assertThat(stage.admin().keys()).isEqualTo(keys);
        assertThat(stage.admin().providers()).isEqualTo(providers);
        assertThat(stage.admin().usage()).isEqualTo(usage);
        assertThat(hello().statusCode()).isEqualTo(200);
        assertThat(stage.penstock().log()).doesNotContain("/setup?token=");
    }

    @Test
    void killedStreamIsSettledAsEstimatedByTheNextStart() {
        Gate gate = new Gate();
        stage.openAi().answer(Answer.text("a", "b").tokens(Tokens.of(50, 9)).heldAfter(1, gate));
        String body =
                Calls.hello(Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.STREAMED).toString();
        HttpResponse<Stream<String>> answer =
                stage.http().lines(Calls.path(Dialect.OPENAI), stage.headers(Dialect.OPENAI), body);
        gate.awaitArrival(Duration.ofSeconds(10));

        stage.penstock().kill();
        stage.restart();

        JsonNode row = stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
        assertThat(row.path("state").asString()).isEqualTo("settled");
        assertThat(row.path("usage").path("source").asString()).isEqualTo("estimated");
        assertThat(row.path("usage").path("input_tokens").asLong()).isPositive();
    }

    @Test
    void finishedCallsSurviveTheKill() {
        String id = Calls.id(hello());
        JsonNode call = stage.admin().settledCall(id);

        stage.penstock().kill();
        stage.restart();

        assertThat(stage.admin().settledCall(id)).isEqualTo(call);
        assertThat(hello().statusCode()).isEqualTo(200);
    }
}
