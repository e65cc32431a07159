// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Tokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Clients of the Responses format through every kind of upstream.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesTest {
    /// What the format cannot say, or OpenAI refuses in it.
    private static final Set<String> FOREIGN = Set.of("stop at limit", "stop at sequence");

    @RegisterExtension final Stage stage = Stage.open();
    private final NodeDriver node = NodeDriver.start();
    private final List<Sdk> sdks =
            List.of(new ResponsesJava(), node.sdk("responses", Dialect.OPENAI));

    /// Who answers.
    enum Through {
        /// OpenAI, which speaks the format itself.
        RELAY(Lane.OPENAI, "oai/gpt-4.1-mini"),
        /// A server that speaks chat completions only.
        CHAT(Lane.OPENAI, "cha/gpt-4.1-mini"),
        /// Anthropic.
        ANTHROPIC(Lane.ANTHROPIC, "ant/claude-haiku-4-5"),
        /// The demo provider.
        DEMO(Lane.DEMO, "demo/echo");

        final Lane lane;
        final String model;

        Through(Lane lane, String model) {
            this.lane = lane;
            this.model = model;
        }
    }

    @BeforeAll
    void addChatOnly() {
        stage.admin()
                .addProvider(
                        Stage.provider(
                                "cha",
                                "openai_chat",
                                stage.openAi().baseUrl(),
                                stage.openAi().key()));
    }

    @AfterAll
    void stop() {
        node.close();
        stage.close();
    }

    private void answer(Through through, Answer answer) {
        switch (through) {
            case RELAY, CHAT -> stage.openAi().answer(answer);
            case ANTHROPIC -> stage.anthropic().answer(answer);
            case DEMO -> {
                // The demo provider answers with what it is told.
            }
        }
    }

    private JsonNode sent(Through through) {
        return Json.read(
                (through == Through.ANTHROPIC
                                ? stage.anthropic().journal()
                                : stage.openAi().journal())
                        .last()
                        .request()
                        .text());
    }

    private HttpResponse<String> post(String body) {
        return stage.http().post("/v1/responses", stage.headers(Dialect.OPENAI), body);
    }

    Stream<Arguments> scenarios() {
        List<Arguments> all = new ArrayList<>();
        for (Sdk sdk : sdks) {
            for (Through through : Through.values()) {
                for (Scenario scenario : Scenarios.all()) {
                    for (Mode mode : Mode.values()) {
                        if (scenario.plays(through.lane) && !FOREIGN.contains(scenario.name())) {
                            all.add(Arguments.of(sdk, through, scenario, mode));
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} at {1}: {2}, {3}")
    @MethodSource("scenarios")
    void clientUnderstands(Sdk sdk, Through through, Scenario scenario, Mode mode) {
        if (scenario.answer() != null) {
            answer(through, scenario.answer());
        }
        Outcome outcome = sdk.call(stage.door(), mode, ResponsesBodies.of(scenario, through.model));
        Understanding.check(scenario, outcome, Dialect.OPENAI, through.lane);
        if (through != Through.DEMO) {
            Tokens billed =
                    through == Through.ANTHROPIC
                            ? stage.anthropic().bill().last().tokens()
                            : stage.openAi().bill().last().tokens();
            assertThat(outcome.tokens().allInput()).isEqualTo(billed.allInput());
            assertThat(outcome.tokens().output()).isEqualTo(billed.output());
            assertThat(outcome.tokens().cacheRead()).isEqualTo(billed.cacheRead());
        }
    }

    Stream<Arguments> failing() {
        return sdks.stream()
                .flatMap(sdk ->
                        Stream.of(Through.RELAY, Through.CHAT, Through.ANTHROPIC)
                                .map(through -> Arguments.of(sdk, through)));
    }

    private Outcome hello(Sdk sdk, Through through, Mode mode) {
        return sdk.call(stage.door(), mode, ResponsesBodies.of(Scenarios.text(), through.model));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("failing")
    void clientThrowsTheClassOfTheFailure(Sdk sdk, Through through) {
        for (Mode mode : Mode.values()) {
            answer(through, Answer.refused(400, "invalid_request_error", "no, thanks"));
            Outcome.Problem refused = hello(sdk, through, mode).problem();
            assertThat(refused.type()).isEqualTo(sdk.exception(400));
            assertThat(refused.requestId()).isNotBlank();
            answer(through, Answer.refused(401, "authentication_error", "no, thanks"));
            assertThat(hello(sdk, through, mode).problem().type()).isEqualTo(sdk.exception(502));
            answer(through, Answer.refused(429, "rate_limit_error", "no, thanks"));
            assertThat(hello(sdk, through, mode).problem().type()).isEqualTo(sdk.exception(429));
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("failing")
    void clientThrowsWhenTheStreamFailsAfterContent(Sdk sdk, Through through) {
        for (Answer broken :
                List.of(
                        Answer.text("a", "b").failedAfter(1, "server_error", "broken"),
                        Answer.text("a", "b").cutAfter(1),
                        Answer.text("a", "b").resetAfter(1))) {
            answer(through, broken);
            assertThat(hello(sdk, through, Mode.STREAMED).error()).isNotNull();
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("failing")
    void clientGetsARealStatusWhenTheStreamFailsBeforeContent(Sdk sdk, Through through) {
        answer(through, Answer.text("a", "b").failedAfter(0, "server_error", "broken"));
        assertThat(hello(sdk, through, Mode.STREAMED).problem().status()).isEqualTo(502);
    }

    @ParameterizedTest
    @EnumSource(names = {"RELAY", "CHAT", "ANTHROPIC"})
    void schemaOfTheAnswerReachesTheProvider(Through through) {
        answer(through, Answer.text("{\"city\":\"Brno\"}"));
        ObjectNode request = ResponsesBodies.of(Scenarios.text(), through.model);
        request.putObject("text")
                .putObject("format")
                .put("type", "json_schema")
                .put("name", "place")
                .put("strict", true)
                .set(
                        "schema",
                        Json.object(
                                """
                                {"type":"object","properties":{"city":{"type":"string"}},
                                 "required":["city"],"additionalProperties":false}
                                """));

        Outcome outcome = sdks.getFirst().call(stage.door(), Mode.PLAIN, request);

        assertThat(outcome.error()).isNull();
        assertThat(Json.read(outcome.text()).path("city").asString()).isEqualTo("Brno");
        assertThat(sent(through).toString()).contains("json_schema", "additionalProperties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ai", "ai-schema", "ai-loop"})
    void vercelsClientWorksByItsDefaultFormat(String kind) {
        for (Through through : Through.values()) {
            for (Mode mode : Mode.values()) {
                if (through == Through.DEMO && !kind.equals("ai")) {
                    continue;
                }
                String text = kind.equals("ai-schema") ? "{\"city\":\"Brno\"}" : "It is raining.";
                if (!kind.equals("ai-loop")) {
                    answer(through, Answer.text(text.substring(0, 5), text.substring(5)));
                }
                ObjectNode request =
                        Json.object()
                                .put("model", through.model)
                                .put(
                                        "prompt",
                                        kind.equals("ai-loop")
                                                ? "call weather {\"city\":\"Brno\"}"
                                                : text);
                Outcome outcome = node.sdk(kind, Dialect.OPENAI).call(stage.door(), mode, request);
                assertThat(outcome.error()).as("%s %s", through, mode).isNull();
                assertThat(outcome.text())
                        .as("%s %s", through, mode)
                        .isEqualTo(kind.equals("ai-loop") ? "The tools said: sunny in Brno" : text);
            }
        }
    }

    @Test
    void reasoningComesBackToItsProviderUnderASeal() {
        stage.anthropic().answer(Answer.nothing().think("Hm.").say("Yes."));
        ObjectNode request =
                ResponsesBodies.of(Scenarios.text(), "ant/claude-sonnet-4-5")
                        .put("max_output_tokens", 9000);
        request.putObject("reasoning").put("effort", "low");
        JsonNode first = Json.read(post(request.toString()).body());
        assertThat(first.path("output").get(0).path("type").asString()).isEqualTo("reasoning");

        ((tools.jackson.databind.node.ArrayNode) request.path("input"))
                .addAll(first.path("output").valueStream().toList())
                .addObject()
                .put("role", "user")
                .put("content", "And?");
        HttpResponse<String> second = post(request.toString());

        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        JsonNode thought = sent(Through.ANTHROPIC).path("messages").get(1).path("content").get(0);
        assertThat(thought.path("type").asString()).isEqualTo("thinking");
        assertThat(thought.path("signature").asString()).isNotBlank().doesNotContain("penstock");

        // The same conversation at OpenAI, which would refuse a foreign proof.
        request.put("model", "oai/gpt-5").remove("reasoning");
        HttpResponse<String> elsewhere = post(request.toString());
        assertThat(elsewhere.statusCode()).as(elsewhere.body()).isEqualTo(200);
        assertThat(sent(Through.RELAY).toString()).doesNotContain("penstock");
    }

    @Test
    void callerOfAnthropicFormatThinksWithToolsByResponses() {
        ObjectNode request =
                Json.object(
                        """
                        {"model":"oai/gpt-5","max_tokens":500,
                         "thinking":{"type":"enabled","budget_tokens":4000},
                         "tools":[{"name":"clock","input_schema":{"type":"object","properties":{}}}],
                         "messages":[{"role":"user","content":"call clock {}"}]}
                        """);
        stage.openAi().answer(Answer.nothing().think("Hm.").call("clock", "{}"));
        JsonNode first = Json.read(Calls.send(stage, Dialect.ANTHROPIC, request.toString()).body());
        assertThat(stage.openAi().journal().last().request().path()).isEqualTo("/v1/responses");
        assertThat(first.path("stop_reason").asString()).isEqualTo("tool_use");

        tools.jackson.databind.node.ArrayNode messages =
                (tools.jackson.databind.node.ArrayNode) request.path("messages");
        messages.addObject().put("role", "assistant").set("content", first.path("content"));
        messages.addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "tool_result")
                .put("tool_use_id", first.path("content").get(1).path("id").asString())
                .put("content", "noon");
        HttpResponse<String> second = Calls.send(stage, Dialect.ANTHROPIC, request.toString());

        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        assertThat(second.body()).contains("The tools said: noon");
        assertThat(sent(Through.RELAY).path("input").get(1).path("type").asString())
                .isEqualTo("reasoning");
    }

    @Test
    void whatIsKeptAtOpenAiIsRefusedElsewhereByName() {
        HttpResponse<String> refused =
                post(
                        "{\"model\":\"ant/claude-haiku-4-5\",\"input\":\"hi\",\"previous_response_id\":\"resp_1\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.read(refused.body()).path("error").path("param").asString())
                .isEqualTo("previous_response_id");
        HttpResponse<String> background =
                post("{\"model\":\"oai/gpt-5\",\"input\":\"hi\",\"background\":true}");
        assertThat(background.statusCode()).isEqualTo(400);
        assertThat(background.body()).contains("background");
    }

    @Test
    void storedResponsesAreRefusedInTheDialect() {
        HttpResponse<String> answer =
                stage.http().get("/v1/responses/resp_1", stage.headers(Dialect.OPENAI));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.read(answer.body()).path("error").path("message").asString())
                .contains("POST /v1/responses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/openai/v1/responses", "/openai/responses"})
    void everyPathAnswers(String path) {
        HttpResponse<String> answer =
                stage.http()
                        .post(
                                path,
                                stage.headers(Dialect.OPENAI),
                                ResponsesBodies.of(Scenarios.text(), "demo/echo").toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Json.read(answer.body()).path("object").asString()).isEqualTo("response");
    }
}
