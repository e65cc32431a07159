// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The list of models, the paths clients expect, and what lies beside them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsTest {
    @RegisterExtension final Stage stage = Stage.open();
    private final NodeDriver node = NodeDriver.start();

    @BeforeAll
    void configure() {
        stage.admin().addModel("team/fast", "oai", "gpt-4.1-mini");
    }

    @AfterAll
    void stop() {
        node.close();
        stage.close();
    }

    private HttpResponse<String> get(String path, Dialect dialect) {
        return stage.http().get(path, stage.headers(dialect));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/openai/v1/models"})
    void openAiCallersGetTheirShape(String path) {
        JsonNode list = Json.read(get(path, Dialect.OPENAI).body());

        assertThat(list.path("object").asString()).isEqualTo("list");
        JsonNode model = entry(list, "team/fast");
        assertThat(model.path("object").asString()).isEqualTo("model");
        assertThat(model.path("created").isIntegralNumber()).isTrue();
        assertThat(model.path("owned_by").asString()).isNotBlank();
        assertThat(model.path("name").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/anthropic/v1/models"})
    void anthropicCallersGetTheirShape(String path) {
        JsonNode list = Json.read(get(path, Dialect.ANTHROPIC).body());

        assertThat(list.path("has_more").isBoolean()).isTrue();
        assertThat(list.path("first_id").asString()).isNotBlank();
        JsonNode model = entry(list, "team/fast");
        assertThat(model.path("type").asString()).isEqualTo("model");
        assertThat(model.path("display_name").asString()).isNotBlank();
        assertThat(model.path("created_at").asString()).matches("\\d{4}-\\d{2}-\\d{2}T.*Z");
        assertThat(model.has("lifecycle")).isTrue();
    }

    private static JsonNode entry(JsonNode list, String id) {
        return list.path("data")
                .valueStream()
                .filter(model -> model.path("id").asString("").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not in " + list));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/team/fast",
                "/v1/models/team%2Ffast",
                "/v1/models/team%2ffast",
                "/openai/v1/models/team/fast"
            })
    void modelIsFoundWithRawAndEncodedSlash(String path) {
        for (Dialect dialect : Dialect.values()) {
            HttpResponse<String> answer = get(path, dialect);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Json.read(answer.body()).path("id").asString()).isEqualTo("team/fast");
        }
    }

    @Test
    void unknownModelIs404InTheDialect() {
        Calls.isError(
                get("/v1/models/none", Dialect.OPENAI), Dialect.OPENAI, 404, "model_not_found");
        Calls.isError(
                get("/v1/models/none", Dialect.ANTHROPIC),
                Dialect.ANTHROPIC,
                404,
                "not_found_error");
    }

    @Test
    void keySeesOnlyWhatItMayUse() {
        String narrow = stage.admin().issueKey("narrow", "demo/*").path("key").asString();
        Map<String, String> headers = Map.of("authorization", "Bearer " + narrow);
        assertThat(stage.http().get("/v1/models", headers).body()).doesNotContain("team/fast");
        assertThat(stage.http().get("/v1/models/team/fast", headers).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "anthropic-0"})
    void clientListsModels(String sdk) {
        JsonNode models = node.call(sdk, "models", stage.door(), Json.object()).path("models");
        assertThat(models.valueStream().map(model -> model.asString("")).toList())
                .contains("team/fast");
    }

    @Test
    void modelAnswersUnderItsPublicName() {
        HttpResponse<String> answer = Calls.send(stage, Dialect.OPENAI, "team/fast", Mode.PLAIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String sent = stage.openAi().journal().last().request().text();
        assertThat(Json.read(sent).path("model").asString()).isEqualTo("gpt-4.1-mini");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,/openai/v1/chat/completions",
        "OPENAI,/v1/chat/completions?api-version=2026-01-01",
        "ANTHROPIC,/anthropic/v1/messages",
        "ANTHROPIC,/v1/messages?beta=true",
        "ANTHROPIC,/anthropic/v1/messages?beta=true&unheard=of"
    })
    void prefixesAndUnknownQueriesAreNormal(Dialect dialect, String path) {
        for (Lane lane : Lane.values()) {
            String body = Calls.hello(dialect, stage.model(lane), Mode.PLAIN).toString();
            assertThat(stage.http().post(path, stage.headers(dialect), body).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void betaMessagesOfTheOldClientAreAnswered() {
        Scenario scenario = Scenarios.text();
        JsonNode told =
                node.call(
                        "anthropic-0",
                        "beta",
                        stage.door(),
                        scenario.request(Dialect.ANTHROPIC, stage.model(Lane.DEMO), Mode.PLAIN));
        assertThat(NodeDriver.outcome(told).text()).isEqualTo("It is raining.");
    }

    @Test
    void clientsWorkBehindThePrefix() {
        List<Sdk> sdks =
                List.of(
                        node.sdk("openai", Dialect.OPENAI),
                        node.sdk("anthropic", Dialect.ANTHROPIC));
        for (Sdk sdk : sdks) {
            String prefix = sdk.dialect() == Dialect.OPENAI ? "/openai" : "/anthropic";
            Outcome outcome =
                    sdk.call(
                            stage.door().prefix(prefix),
                            Mode.STREAMED,
                            Scenarios.text().request(sdk.dialect(), "demo/echo", Mode.STREAMED));
            assertThat(outcome.text()).isEqualTo("It is raining.");
        }
    }

    @Test
    void pingNeedsNoKey() {
        assertThat(stage.http().get("/ping", Map.of()).statusCode()).isEqualTo(200);
    }
}
