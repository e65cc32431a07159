// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.GeminiUpstream;
import dev.penstock.kit.Tokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Google's official clients through every kind of upstream, and the other clients onto Google.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeminiTest {
    private static final String GOOGLE = "goo/gemini-3.5-flash";

    @RegisterExtension final Stage stage = Stage.open();
    private final GeminiUpstream google = GeminiUpstream.start();
    private final Clients clients = new Clients();
    private final List<GeminiSdk> sdks =
            List.of(new GeminiJava(), new GeminiSdk.Node(clients.node()));

    GeminiTest() {
        stage.admin().addProvider(Stage.provider("goo", "google", google.baseUrl(), google.key()));
    }

    @AfterAll
    void stop() {
        clients.close();
        google.close();
        stage.close();
    }

    /// Who answers behind the gateway.
    enum Behind {
        OPENAI("oai/gpt-4.1-mini"),
        ANTHROPIC("ant/claude-haiku-4-5"),
        GEMINI("goo/gemini-3.5-flash"),
        OLDER_GEMINI("goo/gemini-2.5-flash"),
        DEMO("demo/echo");

        private final String model;

        Behind(String model) {
            this.model = model;
        }
    }

    Stream<Arguments> plays() {
        List<Arguments> all = new ArrayList<>();
        for (GeminiSdk sdk : sdks) {
            for (Behind behind : Behind.values()) {
                for (GeminiScenarios.Play play : GeminiScenarios.all()) {
                    for (Mode mode : Mode.values()) {
                        if (behind != Behind.DEMO || play.demoText() != null) {
                            all.add(Arguments.of(sdk, behind, play, mode));
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} at {1}: {2}, {3}")
    @MethodSource("plays")
    void googlesClientUnderstands(
            GeminiSdk sdk, Behind behind, GeminiScenarios.Play play, Mode mode) {
        if (play.answer() != null) {
            answer(behind, play.answer());
        }
        Outcome outcome = sdk.call(stage.door(), mode, play.request(behind.model));
        assertThat(outcome.error()).as("the client fails").isNull();
        assertThat(outcome.text()).isEqualTo(behind == Behind.DEMO ? play.demoText() : play.text());
        assertThat(outcome.calls())
                .extracting(call -> call.name() + " " + Json.read(call.arguments()))
                .isEqualTo(play.calls());
        assertThat(outcome.stop()).isEqualTo(play.stop());
        assertThat(outcome.tokens()).isNotNull();
        if (behind != Behind.DEMO) {
            Tokens billed = billed(behind);
            assertThat(outcome.tokens().allInput()).isEqualTo(billed.allInput());
            assertThat(outcome.tokens().output()).isEqualTo(billed.output());
            assertThat(outcome.tokens().cacheRead()).isEqualTo(billed.cacheRead());
        }
    }

    Stream<Arguments> others() {
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

    @ParameterizedTest(name = "{0} onto Google: {1}, {2}")
    @MethodSource("others")
    void otherClientsUnderstandGoogle(Sdk sdk, Scenario scenario, Mode mode) {
        if (scenario.answer() != null) {
            google.answer(scenario.answer());
        }
        Outcome outcome =
                sdk.call(stage.door(), mode, scenario.request(sdk.dialect(), GOOGLE, mode));
        // As OpenAI's, the format does not tell a stop sequence from an ordinary end.
        Understanding.check(scenario, outcome, sdk.dialect(), Lane.OPENAI);
        Tokens billed = google.bill().last().tokens();
        assertThat(outcome.tokens().allInput()).isEqualTo(billed.allInput());
        assertThat(outcome.tokens().output()).isEqualTo(billed.output());
        assertThat(outcome.tokens().cacheRead()).isEqualTo(billed.cacheRead());
    }

    private record Refused(int upstream, String type, int status) {}

    private static final List<Refused> REFUSED =
            List.of(
                    new Refused(400, "INVALID_ARGUMENT", 400),
                    new Refused(401, "UNAUTHENTICATED", 502),
                    new Refused(403, "PERMISSION_DENIED", 502),
                    new Refused(429, "RESOURCE_EXHAUSTED", 429),
                    new Refused(500, "INTERNAL", 502),
                    new Refused(503, "UNAVAILABLE", 503));

    @ParameterizedTest
    @EnumSource(
            value = Behind.class,
            names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    void googlesClientThrowsTheClassOfTheFailure(Behind behind) {
        for (GeminiSdk sdk : sdks) {
            for (Mode mode : Mode.values()) {
                for (Refused refused : REFUSED) {
                    String type = behind == Behind.GEMINI ? refused.type() : words(refused);
                    answer(behind, Answer.refused(refused.upstream(), type, "no, thanks"));
                    Outcome.Problem problem = hello(sdk, behind, mode).problem();
                    assertThat(problem.status())
                            .as("%s: %s", sdk, problem)
                            .isEqualTo(refused.status());
                    assertThat(problem.type())
                            .isIn(
                                    "ApiError",
                                    refused.status() >= 500
                                            ? "ServerException"
                                            : "ClientException");
                }
            }
        }
    }

    private static String words(Refused refused) {
        return switch (refused.upstream()) {
            case 400 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            default -> "api_error";
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = Behind.class,
            names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    void googlesClientThrowsWhenTheStreamFailsAfterContent(Behind behind) {
        for (GeminiSdk sdk : sdks) {
            for (Answer broken :
                    List.of(
                            Answer.text("a", "b").failedAfter(1, "server_error", "broken"),
                            Answer.text("a", "b").cutAfter(1))) {
                answer(behind, broken);
                assertThat(hello(sdk, behind, Mode.STREAMED).error()).as("%s", sdk).isNotNull();
            }
        }
    }

    @Test
    void otherClientsThrowTheClassOfGooglesFailure() {
        for (Sdk sdk : clients.onePerFormat()) {
            for (Refused refused : REFUSED) {
                google.answer(Answer.refused(refused.upstream(), refused.type(), "no, thanks"));
                Outcome.Problem problem =
                        sdk.call(
                                        stage.door(),
                                        Mode.STREAMED,
                                        Scenarios.text()
                                                .request(sdk.dialect(), GOOGLE, Mode.STREAMED))
                                .problem();
                int status =
                        refused.status() == 503 && sdk.dialect() == Dialect.ANTHROPIC
                                ? 529
                                : refused.status();
                assertThat(problem.status()).as("%s", problem).isEqualTo(status);
                assertThat(problem.type()).isEqualTo(sdk.exception(status));
            }
        }
    }

    @Test
    void blockedPromptIsARefusalForEveryClient() {
        String blocked =
                "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":4,\"totalTokenCount\":4}}";
        for (Sdk sdk : clients.onePerFormat()) {
            google.server()
                    .script(
                            "/v1beta/models/gemini-3.1-pro-preview:generateContent",
                            dev.penstock.kit.Reply.json(200, blocked));
            Outcome outcome =
                    sdk.call(
                            stage.door(),
                            Mode.PLAIN,
                            Scenarios.text()
                                    .request(
                                            sdk.dialect(),
                                            "goo/gemini-3.1-pro-preview",
                                            Mode.PLAIN));
            assertThat(outcome.stop())
                    .isEqualTo(sdk.dialect() == Dialect.OPENAI ? "content_filter" : "refusal");
        }
    }

    @ParameterizedTest
    @EnumSource(Behind.class)
    void tokensAreCountedForEveryUpstream(Behind behind) {
        ObjectNode request = GeminiScenarios.text().request(behind.model);
        request.remove("config");
        JsonNode told = clients.node().call("google", "count", stage.door(), request);
        assertThat(told.path("totalTokens").asLong()).as("%s", told).isPositive();
    }

    @Test
    void modelsAreListedInGooglesShape() {
        for (String prefix : List.of("", "/genai")) {
            JsonNode told =
                    clients.node()
                            .call("google", "models", stage.door().prefix(prefix), Json.object());
            assertThat(told.path("models").valueStream().map(JsonNode::asString))
                    .contains("models/oai/gpt-4.1-mini", "models/" + GOOGLE);
        }
    }

    @Test
    void wrongKeyIs401InGooglesShape() {
        HttpResponse<String> answer =
                stage.http()
                        .post(
                                "/v1beta/models/" + GOOGLE + ":generateContent",
                                Map.of("x-goog-api-key", "sk-pst-wrong"),
                                "{}");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.read(answer.body()).path("error").path("status").asString(""))
                .isEqualTo("UNAUTHENTICATED");
    }

    private Outcome hello(GeminiSdk sdk, Behind behind, Mode mode) {
        return sdk.call(stage.door(), mode, GeminiScenarios.text().request(behind.model));
    }

    private void answer(Behind behind, Answer answer) {
        switch (behind) {
            case OPENAI -> stage.openAi().answer(answer);
            case ANTHROPIC -> stage.anthropic().answer(answer);
            case GEMINI, OLDER_GEMINI -> google.answer(answer);
            case DEMO -> {
                // The demo provider answers with what it is told.
            }
        }
    }

    private Tokens billed(Behind behind) {
        return switch (behind) {
            case OPENAI -> stage.openAi().bill().last().tokens();
            case ANTHROPIC -> stage.anthropic().bill().last().tokens();
            case GEMINI, OLDER_GEMINI, DEMO -> google.bill().last().tokens();
        };
    }
}
