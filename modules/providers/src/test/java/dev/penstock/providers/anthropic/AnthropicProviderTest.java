// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.anthropic;

import static dev.penstock.providers.exchange.Talk.ATTEMPT;
import static dev.penstock.providers.exchange.Talk.failure;
import static dev.penstock.providers.exchange.Talk.provider;
import static dev.penstock.providers.exchange.Talk.question;
import static dev.penstock.providers.exchange.Talk.raw;
import static dev.penstock.providers.exchange.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.WireFormat;
import dev.penstock.kit.Answer;
import dev.penstock.kit.AnthropicUpstream;
import dev.penstock.kit.RecordedRequest;
import dev.penstock.kit.Reply;
import dev.penstock.kit.Tokens;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.RelayStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnthropicProviderTest {

    private static final String MODEL = "claude-haiku-4-5";

    private final AnthropicUpstream anthropic = AnthropicUpstream.start();
    private final Provider provider =
            provider(new AnthropicProviderFactory(), anthropic.baseUrl(), anthropic.key());

    @AfterEach
    void close() {
        anthropic.close();
    }

    private RecordedRequest seen() {
        return anthropic.journal().last().request();
    }

    private static RawRequest hello(boolean stream, Map<String, List<String>> headers) {
        return raw(
                WireFormat.ANTHROPIC_MESSAGES,
                "{\"model\":\"public\",\"max_tokens\":9,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                        .formatted(stream),
                headers);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerIsDecodedWithUsageWhetherStreamedOrNot(boolean stream) {
        anthropic.answer(Answer.text("It ", "rains.").tokens(Tokens.of(12, 5)));

        ChatReply reply = provider.chat(question(MODEL, stream), ATTEMPT);
        ChatAnswer answer = ChatAnswer.fold(reply.events());

        assertThat(answer.parts()).containsExactly(new ContentPart.Text("It rains."));
        assertThat(answer.stopReason()).isEqualTo(StopReason.END);
        assertThat(answer.usage()).isEqualTo(Usage.tokens(12, 5));
        assertThat(reply.upstreamId()).isEqualTo(anthropic.bill().only().requestId());
        assertThat(anthropic.bill().only().streamed()).isEqualTo(stream);
    }

    @Test
    void requestCarriesKeyAndVersion() {
        ChatAnswer.fold(provider.chat(question(MODEL, true), ATTEMPT).events());

        assertThat(seen().requestLine()).isEqualTo("POST /v1/messages HTTP/1.1");
        assertThat(seen().headers().all("x-api-key")).containsExactly(anthropic.key());
        assertThat(seen().headers().all("anthropic-version")).containsExactly("2023-06-01");
        assertThat(seen().headers().has("authorization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v1", "/v1/"})
    void baseUrlMayEndInTheVersion(String end) {
        Provider other =
                provider(
                        new AnthropicProviderFactory(), anthropic.baseUrl() + end, anthropic.key());

        assertThat(other.models()).contains(MODEL);
        assertThat(seen().requestLine()).isEqualTo("GET /v1/models?limit=1000 HTTP/1.1");
    }

    @Test
    void versionAndBetasOfTheCallerAreRelayed() {
        Map<String, List<String>> headers =
                Map.of(
                        "anthropic-version", List.of("2023-01-01"),
                        "anthropic-beta", List.of("one,two", "three"),
                        "x-api-key", List.of("the caller's own"));
        anthropic.server().script("/v1/messages", Reply.json(500, "{}"));
        failure(() -> provider.relay(hello(false, headers), MODEL, ATTEMPT));

        assertThat(seen().headers().all("anthropic-version")).containsExactly("2023-01-01");
        assertThat(seen().headers().all("anthropic-beta")).containsExactly("one,two,three");
        assertThat(seen().headers().all("x-api-key")).containsExactly(anthropic.key());
    }

    @Test
    void versionIsAddedWhereTheCallerGaveNone() {
        text(provider.relay(hello(true, Map.of()), MODEL, ATTEMPT));

        assertThat(seen().headers().all("anthropic-version")).containsExactly("2023-06-01");
    }

    @Test
    void streamPassesUnchangedAndIsCounted() {
        anthropic.answer(Answer.text("a", "b").tokens(Tokens.of(7, 3)));
        RelayStream stream = provider.relay(hello(true, Map.of()), MODEL, ATTEMPT);

        assertThat(text(stream))
                .startsWith("event: message_start\n")
                .contains("\"input_tokens\":7")
                .endsWith("data: {\"type\":\"message_stop\"}\n\n");
        assertThat(stream.contentType()).startsWith("text/event-stream");
        assertThat(stream.usage().of(UsageClass.INPUT)).isEqualTo(7);
        assertThat(stream.usage().of(UsageClass.OUTPUT)).isEqualTo(3);
        assertThat(stream.deltas()).isEqualTo(2);
        assertThat(stream.stopReason()).isEqualTo(StopReason.END);
        assertThat(stream.headers()).isEmpty();
        assertThat(stream.upstreamId()).isEqualTo(anthropic.bill().only().requestId());
    }
}
