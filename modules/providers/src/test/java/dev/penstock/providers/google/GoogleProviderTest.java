// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.google;

import static dev.penstock.providers.exchange.Talk.ATTEMPT;
import static dev.penstock.providers.exchange.Talk.failure;
import static dev.penstock.providers.exchange.Talk.provider;
import static dev.penstock.providers.exchange.Talk.question;
import static dev.penstock.providers.exchange.Talk.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Task;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import dev.penstock.kit.Answer;
import dev.penstock.kit.GeminiUpstream;
import dev.penstock.kit.RecordedRequest;
import dev.penstock.kit.Tokens;
import dev.penstock.spi.EmbeddingReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.RelayStream;
import dev.penstock.wire.Addressed;
import dev.penstock.wire.CallerCodec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GoogleProviderTest {

    private static final String MODEL = "gemini-3.5-flash";

    private final GeminiUpstream google = GeminiUpstream.start();
    private final Provider provider =
            provider(new GoogleProviderFactory(), google.baseUrl(), google.key());

    @AfterEach
    void close() {
        google.close();
    }

    private RecordedRequest seen() {
        return google.journal().last().request();
    }

    private static RawRequest hello(WireFormat format, boolean stream) {
        byte[] body = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}".getBytes(UTF_8);
        return CallerCodec.of(format).scan(body, Map.of(), new Addressed("public", stream));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerIsDecodedWithUsageWhetherStreamedOrNot(boolean stream) {
        google.answer(Answer.text("It ", "rains.").tokens(new Tokens(12, 4, 0, 5, 2)));

        ChatAnswer answer =
                ChatAnswer.fold(provider.chat(question(MODEL, stream), ATTEMPT).events());

        assertThat(answer.parts()).containsExactly(new ContentPart.Text("It rains."));
        assertThat(answer.stopReason()).isEqualTo(StopReason.END);
        assertThat(answer.usage().totalInput()).isEqualTo(16);
        assertThat(answer.usage().totalOutput()).isEqualTo(5);
        assertThat(google.bill().only().streamed()).isEqualTo(stream);
        assertThat(seen().requestLine())
                .isEqualTo(
                        stream
                                ? "POST /v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse HTTP/1.1"
                                : "POST /v1beta/models/gemini-3.5-flash:generateContent HTTP/1.1");
        assertThat(seen().headers().all("x-goog-api-key")).containsExactly(google.key());
        assertThat(seen().headers().has("authorization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v1beta", "/v1beta/", "/v1"})
    void baseUrlMayEndInTheVersion(String end) {
        Provider other =
                provider(new GoogleProviderFactory(), google.baseUrl() + end, google.key());

        assertThat(other.models()).contains(MODEL);
        assertThat(seen().requestLine()).isEqualTo("GET /v1beta/models?pageSize=1000 HTTP/1.1");
    }

    @Test
    void streamPassesUnchangedAndIsCounted() {
        google.answer(Answer.text("a", "b").tokens(Tokens.of(7, 3)));
        RelayStream stream = provider.relay(hello(WireFormat.GEMINI, true), MODEL, ATTEMPT);

        assertThat(text(stream)).startsWith("data: {\"candidates\"").endsWith("}\r\n\r\n");
        assertThat(stream.contentType()).startsWith("text/event-stream");
        assertThat(stream.usage()).isEqualTo(Usage.tokens(7, 3));
        assertThat(stream.stopReason()).isEqualTo(StopReason.END);
    }

    @Test
    void countIsRelayed() {
        RelayStream stream =
                provider.relay(hello(WireFormat.GEMINI_TOKEN_COUNT, false), MODEL, ATTEMPT);

        assertThat(text(stream)).isEqualTo("{\"totalTokens\":1}");
        assertThat(stream.usage()).isEqualTo(Usage.none());
        assertThat(google.bill().calls()).isEmpty();
    }

    @Test
    void countOfAnotherFormatIsAskedInGooglesWords() {
        assertThat(provider.tasks(MODEL)).containsExactlyInAnyOrder(Task.CHAT, Task.TOKEN_COUNT);
        assertThat(provider.countTokens(question(MODEL, false), ATTEMPT)).isPositive();
        assertThat(seen().requestLine())
                .isEqualTo("POST /v1beta/models/gemini-3.5-flash:countTokens HTTP/1.1");
        assertThat(google.bill().calls()).isEmpty();
    }

    @Test
    @DisplayName("Q19: embeddings of a request in OpenAI's format")
    void textsBecomeVectors() {
        EmbeddingRequest request =
                new EmbeddingRequest(
                        "gemini-embedding-001",
                        List.of("a", "bcd"),
                        2,
                        null,
                        Map.of(),
                        WireFormat.OPENAI_CHAT);
        assertThat(provider.tasks(request.model())).contains(Task.EMBEDDING);
        EmbeddingReply reply = provider.embed(request, ATTEMPT);

        assertThat(reply.answer().vectors()).hasSize(2);
        float[] first = reply.answer().vectors().getFirst();
        assertThat(first).hasSize(2);
        assertThat(Math.hypot(first[0], first[1])).isCloseTo(1, within());
        assertThat(seen().requestLine())
                .isEqualTo("POST /v1beta/models/gemini-embedding-001:batchEmbedContents HTTP/1.1");
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-6);
    }

    @Test
    void wrongKeyIsOurFaultAndNotTheCallers() {
        Provider other = provider(new GoogleProviderFactory(), google.baseUrl(), "wrong");
        Failure failure = failure(() -> other.chat(question(MODEL, true), ATTEMPT));

        assertThat(((Failure.Provider) failure).kind())
                .isEqualTo(Failure.ProviderKind.CREDENTIAL_REJECTED);
        assertThat(failure.status()).isEqualTo(502);
    }
}
