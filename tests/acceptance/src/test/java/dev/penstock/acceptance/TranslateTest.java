// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.RecordedRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Different formats on both sides: what is carried, what is left out, and who is told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslateTest {
    @RegisterExtension final Stage stage = Stage.open();

    @AfterAll
    void stop() {
        stage.close();
    }

    private static String dropped(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-penstock-dropped").orElse("");
    }

    private JsonNode sentToAnthropic() {
        return Json.read(stage.anthropic().journal().last().request().text());
    }

    private JsonNode sentToOpenAi() {
        return Json.read(stage.openAi().journal().last().request().text());
    }

    @Test
    void callerOfOpenAiFormatIsToldWhatAnthropicCannotCarry() {
        ObjectNode request = Calls.hello(Dialect.OPENAI, stage.model(Lane.ANTHROPIC), Mode.PLAIN);
        request.put("seed", 7).put("frequency_penalty", 0.5).put("temperature", 0.5);

        HttpResponse<String> answer = Calls.send(stage, Dialect.OPENAI, request.toString());

        assertThat(dropped(answer)).contains("seed", "frequency_penalty");
        assertThat(dropped(answer)).doesNotContain("temperature");
        assertThat(sentToAnthropic().path("temperature").asDouble()).isEqualTo(0.5);
    }

    @Test
    void callerOfAnthropicFormatIsToldWhatOpenAiCannotCarry() {
        ObjectNode request = Calls.hello(Dialect.ANTHROPIC, stage.model(Lane.OPENAI), Mode.PLAIN);
        request.put("top_k", 7).put("temperature", 0.5);

        HttpResponse<String> answer = Calls.send(stage, Dialect.ANTHROPIC, request.toString());

        assertThat(dropped(answer)).contains("top_k").doesNotContain("temperature");
        assertThat(sentToOpenAi().path("temperature").asDouble()).isEqualTo(0.5);
    }

    @Test
    void nothingIsReportedWhereNothingIsLost() {
        for (Dialect dialect : Dialect.values()) {
            for (Lane lane : Lane.values()) {
                assertThat(dropped(Calls.send(stage, dialect, stage.model(lane), Mode.PLAIN)))
                        .isEmpty();
            }
        }
    }

    @Test
    void missingLimitIsFilledWhereTheProviderRequiresOne() {
        Calls.send(stage, Dialect.OPENAI, stage.model(Lane.ANTHROPIC), Mode.PLAIN);
        assertThat(sentToAnthropic().path("max_tokens").asLong()).isPositive();
    }

    @Test
    void limitHasTheNameTheProviderTakes() {
        ObjectNode request = Calls.hello(Dialect.ANTHROPIC, "oai/gpt-5", Mode.PLAIN);
        HttpResponse<String> answer = Calls.send(stage, Dialect.ANTHROPIC, request.toString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(sentToOpenAi().path("max_completion_tokens").asLong()).isEqualTo(500);
    }

    @Test
    void headersOfTheOtherFormatStayHere() {
        Map<String, String> headers = new HashMap<>(stage.headers(Dialect.ANTHROPIC));
        headers.put("anthropic-beta", "context-1m-2025-08-07");
        String body =
                Calls.hello(Dialect.ANTHROPIC, stage.model(Lane.OPENAI), Mode.PLAIN).toString();

        assertThat(stage.http().post("/v1/messages", headers, body).statusCode()).isEqualTo(200);

        RecordedRequest sent = stage.openAi().journal().last().request();
        assertThat(sent.headers().names())
                .noneMatch(n -> n.toLowerCase(Locale.ROOT).startsWith("anthropic"));
    }

    @Test
    void answerTellsWhoAnsweredAndWhichCallItWas() {
        for (Dialect dialect : Dialect.values()) {
            for (Lane lane : Lane.values()) {
                HttpResponse<String> answer =
                        Calls.send(stage, dialect, stage.model(lane), Mode.PLAIN);
                assertThat(Calls.id(answer)).hasSize(36);
                assertThat(answer.headers().firstValue("x-penstock-provider")).isPresent();
                String requestId = dialect == Dialect.ANTHROPIC ? "request-id" : "x-request-id";
                assertThat(answer.headers().firstValue(requestId)).contains(Calls.id(answer));
            }
        }
    }
}
