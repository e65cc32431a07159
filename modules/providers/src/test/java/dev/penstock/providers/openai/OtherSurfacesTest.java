// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import static dev.penstock.providers.exchange.Talk.ATTEMPT;
import static dev.penstock.providers.exchange.Talk.failure;
import static dev.penstock.providers.exchange.Talk.provider;
import static dev.penstock.providers.exchange.Talk.question;
import static dev.penstock.providers.exchange.Talk.raw;
import static dev.penstock.providers.exchange.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import dev.penstock.kit.AnthropicUpstream;
import dev.penstock.kit.OpenAiEmbeddings;
import dev.penstock.kit.OpenAiUpstream;
import dev.penstock.kit.Reply;
import dev.penstock.providers.anthropic.AnthropicProviderFactory;
import dev.penstock.spi.EmbeddingReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.RelayStream;
import dev.penstock.wire.EmbeddingCallerCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Embeddings, counts of tokens and legacy completions over real sockets.
@Timeout(60)
class OtherSurfacesTest {

    private static final String EMBEDDING = "text-embedding-3-small";

    private final OpenAiUpstream openAi = OpenAiUpstream.start();
    private final AnthropicUpstream anthropic = AnthropicUpstream.start();
    private final Provider provider =
            provider(new OpenAiProviderFactory(), openAi.baseUrl(), openAi.key());
    private final Provider claude =
            provider(new AnthropicProviderFactory(), anthropic.baseUrl(), anthropic.key());

    @AfterEach
    void close() {
        openAi.close();
        anthropic.close();
    }

    private static EmbeddingRequest embedding(String model, String... inputs) {
        return new EmbeddingRequest(
                model, List.of(inputs), null, null, Map.of(), WireFormat.OPENAI_EMBEDDINGS);
    }

    @Test
    void providersSayWhatTheyCanBeAsked() {
        assertThat(provider.tasks("m")).containsExactlyInAnyOrder(Task.CHAT, Task.EMBEDDING);
        assertThat(claude.tasks("m")).containsExactlyInAnyOrder(Task.CHAT, Task.TOKEN_COUNT);
        assertThatThrownBy(() -> claude.embed(embedding("m", "a"), ATTEMPT))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> provider.countTokens(question("m", false), ATTEMPT))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void vectorsAreMadeInTheOrderOfTheInputs() {
        EmbeddingReply reply = provider.embed(embedding(EMBEDDING, "a", "b"), ATTEMPT);

        assertThat(reply.answer().vectors().get(0)).isEqualTo(OpenAiEmbeddings.vector("a"));
        assertThat(reply.answer().vectors().get(1)).isEqualTo(OpenAiEmbeddings.vector("b"));
        assertThat(reply.upstreamId()).isEqualTo(openAi.bill().only().requestId());
        assertThat(reply.answer().usage())
                .isEqualTo(Usage.tokens(openAi.bill().only().tokens().input(), 0));
        assertThat(reply.dropped()).isEmpty();
    }

    @Test
    void refusalOfEmbeddingsIsTheProviders() {
        assertThat(failure(() -> provider.embed(embedding("gpt-5", "a"), ATTEMPT)).kind())
                .isEqualTo(ProviderKind.REJECTED);
        openAi.server().script("/v1/embeddings", Reply.json(200, "{\"data\":[{}]}"));
        assertThat(failure(() -> provider.embed(embedding(EMBEDDING, "a"), ATTEMPT)).kind())
                .isEqualTo(ProviderKind.MALFORMED);
    }

    @Test
    void tokenInputsAreRelayedAsTheyAre() {
        RawRequest raw =
                EmbeddingCallerCodec.of(WireFormat.OPENAI_EMBEDDINGS)
                        .scan(
                                "{\"input\":[1,2], \"model\":\"x\"}"
                                        .getBytes(StandardCharsets.UTF_8),
                                Map.of(),
                                null);
        try (RelayStream stream = provider.relay(raw, EMBEDDING, ATTEMPT)) {
            assertThat(text(stream)).contains("\"embedding\":[");
            assertThat(stream.usage())
                    .isEqualTo(Usage.tokens(openAi.bill().only().tokens().input(), 0));
        }
        assertThat(openAi.journal().last().request().text())
                .isEqualTo("{\"input\":[1,2], \"model\":\"text-embedding-3-small\"}");
    }

    @Test
    void tokensAreCountedByAnthropicWithoutABill() {
        assertThat(claude.countTokens(question("claude-haiku-4-5", true), ATTEMPT)).isPositive();
        assertThat(anthropic.journal().last().request().path())
                .isEqualTo("/v1/messages/count_tokens");
        assertThat(anthropic.bill().calls()).isEmpty();
    }

    @Test
    void legacyCompletionsArePassedOnForTheModelsThatHaveThem() {
        assertThat(provider.formats("gpt-3.5-turbo-instruct"))
                .contains(WireFormat.OPENAI_COMPLETIONS);
        assertThat(provider.formats("gpt-5")).doesNotContain(WireFormat.OPENAI_COMPLETIONS);
        String body = "{\"model\":\"x\",\"prompt\":\"Once\",\"stream\":true}";
        try (RelayStream stream =
                provider.relay(
                        raw(WireFormat.OPENAI_COMPLETIONS, body),
                        "gpt-3.5-turbo-instruct",
                        ATTEMPT)) {
            assertThat(text(stream)).contains("Once").endsWith("data: [DONE]\n\n");
            assertThat(stream.usage().totalOutput())
                    .isEqualTo(openAi.bill().only().tokens().output());
        }
    }
}
