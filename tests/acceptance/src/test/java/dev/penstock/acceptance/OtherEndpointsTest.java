// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.penstock.kit.OpenAiEmbeddings;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Embeddings, counts of tokens and legacy completions through the official clients.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherEndpointsTest {
    private static final String EMBEDDING = "oai/text-embedding-3-small";

    @RegisterExtension final Stage stage = Stage.open();
    private final Clients clients = new Clients();
    private final OpenAIClient openAi =
            OpenAIOkHttpClient.builder()
                    .baseUrl(stage.door().openAiUrl())
                    .apiKey(stage.key())
                    .maxRetries(0)
                    .build();
    private final AnthropicClient anthropic =
            AnthropicOkHttpClient.builder()
                    .baseUrl(stage.door().anthropicUrl())
                    .apiKey(stage.key())
                    .maxRetries(0)
                    .build();

    @AfterAll
    void stop() {
        openAi.close();
        anthropic.close();
        clients.close();
        stage.close();
    }

    private JsonNode node(String sdk, String mode, ObjectNode request) {
        return clients.node().call(sdk, mode, stage.door(), request);
    }

    @Test
    void javaClientGetsOneVectorForEachInput() {
        CreateEmbeddingResponse answer =
                openAi.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model(EMBEDDING)
                                        .inputOfArrayOfStrings(List.of("rain", "sun"))
                                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                                        .build());

        assertThat(answer.data()).hasSize(2);
        assertThat(answer.data().get(1).embedding().getFirst())
                .isCloseTo(OpenAiEmbeddings.vector("sun")[0], within(1e-6f));
        assertThat(answer.usage().promptTokens())
                .isEqualTo(stage.openAi().bill().last().tokens().input());
    }

    @Test
    @DisplayName("Q19: the Node client asks for base64 and reads the same numbers")
    void nodeClientReadsBase64() {
        ObjectNode request = Json.object().put("model", EMBEDDING);
        request.putArray("input").add("rain").add("sun");

        JsonNode answer = node("openai", "embeddings", request);

        assertThat(stage.openAi().journal().last().request().text()).contains("\"base64\"");
        float[] expected = OpenAiEmbeddings.vector("sun");
        for (int i = 0; i < expected.length; i++) {
            assertThat((float) answer.path("vectors").path(1).path(i).asDouble())
                    .as(answer.toString())
                    .isEqualTo(expected[i]);
        }
    }

    @Test
    void tokenInputsAreRelayed() {
        String body = "{\"model\":\"%s\",\"input\":[[1,2],[3]]}".formatted(EMBEDDING);
        HttpResponse<String> answer = post("/openai/embeddings", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Json.read(answer.body()).path("data")).hasSize(2);
        assertThat(stage.openAi().journal().last().request().text()).contains("[[1,2],[3]]");
    }

    @Test
    void embeddingsLeaveARowWithTokensAndCost() {
        String body = "{\"model\":\"%s\",\"input\":\"rain\"}".formatted(EMBEDDING);
        HttpResponse<String> answer = post("/v1/embeddings", body);
        JsonNode row = stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
        long tokens = stage.openAi().bill().last().tokens().input();
        assertThat(row.path("state").asString()).isEqualTo("settled");
        assertThat(row.path("usage").path("source").asString()).isEqualTo("provider");
        assertThat(row.path("usage").path("units").path("input_tokens").asLong()).isEqualTo(tokens);
        // 0.02 US dollars for a million tokens.
        assertThat(new BigDecimal(row.path("cost_usd").asString()))
                .isEqualByComparingTo(BigDecimal.valueOf(tokens * 2).movePointLeft(8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ant/claude-haiku-4-5 | 400 | has no embeddings",
                "demo/echo | 400 | has no embeddings",
                "nobody/has-this | 404 | does not exist",
                "oai/gpt-4.1-mini | 404 | does not exist",
            })
    void modelWithoutEmbeddingsIsRefusedInTheDialect(String model, int status, String message) {
        HttpResponse<String> answer =
                post("/v1/embeddings", "{\"model\":\"%s\",\"input\":\"a\"}".formatted(model));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Json.read(answer.body()).path("error").path("message").asString(""))
                .contains(message);
    }

    private HttpResponse<String> post(String path, String body) {
        return stage.http().post(path, stage.headers(Dialect.OPENAI), body);
    }

    @Test
    void javaClientCountsTokensAtAnthropic() {
        long count =
                anthropic
                        .messages()
                        .countTokens(
                                MessageCountTokensParams.builder()
                                        .model("ant/claude-haiku-4-5")
                                        .addUserMessage("How is the weather?")
                                        .build())
                        .inputTokens();
        assertThat(count).isPositive();
        assertThat(stage.anthropic().journal().last().request().path())
                .isEqualTo("/v1/messages/count_tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "anthropic-0"})
    void nodeClientsCountTokens(String sdk) {
        ObjectNode request =
                Json.object("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
        JsonNode counted = node(sdk, "count", request.put("model", "ant/claude-haiku-4-5"));
        assertThat(counted.path("count").asLong()).as(counted.toString()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"ant/claude-haiku-4-5, false", "oai/gpt-4.1-mini, true", "demo/echo, true"})
    void countIsMarkedWhereItIsAnEstimate(String model, boolean estimated) {
        String body =
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(model, "x".repeat(4_000));
        HttpResponse<String> answer =
                stage.http()
                        .post("/v1/messages/count_tokens", stage.headers(Dialect.ANTHROPIC), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Json.read(answer.body()).path("input_tokens").asLong()).isBetween(900L, 1_200L);
        assertThat(answer.headers().firstValue("x-penstock-estimated").isPresent())
                .isEqualTo(estimated);
    }

    @ParameterizedTest
    @CsvSource({
        "oai/gpt-3.5-turbo-instruct, You wrote: Once upon",
        "oai/gpt-4.1-mini, You said: Once upon",
        "ant/claude-haiku-4-5, You said: Once upon",
    })
    void legacyCompletionsAreRelayedOrTranslated(String model, String text) {
        CompletionCreateParams params =
                CompletionCreateParams.builder()
                        .model(model)
                        .prompt("Once upon")
                        .maxTokens(50)
                        .build();
        Completion whole = openAi.completions().create(params);
        assertThat(whole.choices().getFirst().text()).isEqualTo(text);
        assertThat(whole.choices().getFirst().finishReason().asString()).isEqualTo("stop");
        try (StreamResponse<Completion> stream = openAi.completions().createStreaming(params)) {
            String streamed =
                    stream.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.text())
                            .collect(Collectors.joining());
            assertThat(streamed).isEqualTo(text);
        }
        for (boolean streaming : new boolean[] {false, true}) {
            ObjectNode request = Json.object().put("model", model).put("prompt", "Once upon");
            JsonNode told =
                    node(
                            "openai",
                            "completions",
                            request.put("max_tokens", 50).put("stream", streaming));
            assertThat(told.path("text").asString("")).as(told.toString()).isEqualTo(text);
            assertThat(told.path("stop").asString("")).isEqualTo("stop");
        }
    }

    @Test
    void whatACompletionLosesIsReported() {
        HttpResponse<String> answer =
                post(
                        "/v1/completions",
                        "{\"model\":\"oai/gpt-4.1-mini\",\"prompt\":\"a\",\"logprobs\":2}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-penstock-dropped")).contains("logprobs");
        HttpResponse<String> refused =
                post(
                        "/v1/completions",
                        "{\"model\":\"oai/gpt-4.1-mini\",\"prompt\":\"a\",\"echo\":true}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.read(refused.body()).path("error").path("param").asString(""))
                .isEqualTo("echo");
    }

    @Test
    void vendorDescribedByDataAnswersWithItsOwnNames() {
        stage.admin()
                .addProvider(
                        Stage.provider(
                                "kimi",
                                "cerebras",
                                stage.openAi().baseUrl(),
                                stage.openAi().key()));
        String body =
                "{\"model\":\"kimi/gpt-4.1-mini\",\"max_completion_tokens\":9,\"presence_penalty\":1,"
                        + "\"messages\":[{\"role\":\"developer\",\"content\":\"x\"},"
                        + "{\"role\":\"user\",\"content\":\"Hello\"}]}";
        HttpResponse<String> answer = post("/v1/chat/completions", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-penstock-dropped")).contains("presence_penalty");
        assertThat(stage.openAi().journal().last().request().text())
                .contains("\"role\":\"system\"")
                .doesNotContain("presence_penalty", "developer");
    }
}
