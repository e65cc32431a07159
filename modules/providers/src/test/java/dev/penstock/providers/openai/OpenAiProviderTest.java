// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import static dev.penstock.providers.exchange.Talk.ATTEMPT;
import static dev.penstock.providers.exchange.Talk.failure;
import static dev.penstock.providers.exchange.Talk.provider;
import static dev.penstock.providers.exchange.Talk.question;
import static dev.penstock.providers.exchange.Talk.raw;
import static dev.penstock.providers.exchange.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.WireFormat;
import dev.penstock.kit.Answer;
import dev.penstock.kit.OpenAiUpstream;
import dev.penstock.kit.RecordedRequest;
import dev.penstock.kit.Reply;
import dev.penstock.kit.Tokens;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenAiProviderTest {

    private static final String MODEL = "gpt-4.1-mini";

    private final OpenAiUpstream openAi = OpenAiUpstream.start();
    private final Provider provider =
            provider(new OpenAiProviderFactory(), openAi.baseUrl(), openAi.key());

    @AfterEach
    void close() {
        openAi.close();
    }

    private RecordedRequest seen() {
        return openAi.journal().last().request();
    }

    @Test
    void factoriesAreProvidedByANamedModule() {
        Module module = OpenAiProviderFactory.class.getModule();
        assertThat(module.isNamed()).isTrue();
        module.addUses(ProviderFactory.class);

        assertThat(ServiceLoader.load(module.getLayer(), ProviderFactory.class))
                .extracting(ProviderFactory::type)
                .contains("openai", "openai_chat", "anthropic");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerIsDecodedWithUsageWhetherStreamedOrNot(boolean stream) {
        openAi.answer(Answer.text("It ", "rains.").tokens(Tokens.of(12, 5)));

        ChatReply reply = provider.chat(question(MODEL, stream), ATTEMPT);
        ChatAnswer answer = ChatAnswer.fold(reply.events());

        assertThat(answer.parts()).containsExactly(new ContentPart.Text("It rains."));
        assertThat(answer.stopReason()).isEqualTo(StopReason.END);
        assertThat(answer.usage()).isEqualTo(Usage.tokens(12, 5));
        assertThat(reply.upstreamId()).isEqualTo(openAi.bill().only().requestId());
        assertThat(openAi.bill().only().streamed()).isEqualTo(stream);
    }

    @Test
    void requestCarriesKeyAndTypes() {
        ChatAnswer.fold(provider.chat(question(MODEL, true), ATTEMPT).events());

        assertThat(seen().requestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(seen().headers().all("authorization")).containsExactly("Bearer " + openAi.key());
        assertThat(seen().headers().all("content-type")).containsExactly("application/json");
        assertThat(seen().headers().all("accept")).containsExactly("text/event-stream");
        assertThat(seen().headers().all("x-client-request-id"))
                .containsExactly(ATTEMPT.call().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void slashesAtTheEndOfTheBaseUrlDoNotMatter(String slashes) {
        Provider other =
                provider(new OpenAiProviderFactory(), openAi.baseUrl() + slashes, openAi.key());

        assertThat(other.models()).contains(MODEL);
        assertThat(seen().requestLine()).isEqualTo("GET /v1/models HTTP/1.1");
    }

    @Test
    void bodyIsRelayedButForTheModel() {
        String body =
                "{ \"model\" : \"public\",\"unknown\":[1.0e3, null], \"messages\":"
                        + "[{\"role\":\"user\",\"content\":\"h\\u0069\"}]}";
        String answer =
                "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"new\":1}";
        openAi.server().script("/v1/chat/completions", Reply.json(200, answer));

        RelayStream stream =
                provider.relay(
                        raw(
                                WireFormat.OPENAI_CHAT,
                                body,
                                Map.of("openai-beta", List.of("a", "b"), "cookie", List.of("c"))),
                        MODEL,
                        ATTEMPT);

        assertThat(text(stream)).isEqualTo(answer);
        assertThat(stream.contentType()).isEqualTo("application/json");
        assertThat(stream.stopReason()).isEqualTo(StopReason.END);
        assertThat(seen().text()).isEqualTo(body.replace("\"public\"", "\"" + MODEL + "\""));
        assertThat(seen().headers().all("openai-beta")).containsExactly("a,b");
        assertThat(seen().headers().has("cookie")).isFalse();
    }

    @Test
    void onlyHarmlessHeadersOfTheAnswerAreShown() {
        openAi.answer(
                Answer.text("x")
                        .header("openai-organization", "ours")
                        .header("x-ratelimit-remaining-requests", "3"));

        try (RelayStream stream = provider.relay(hello(true, ""), MODEL, ATTEMPT)) {
            assertThat(stream.headers()).containsOnlyKeys("openai-processing-ms", "openai-version");
            assertThat(stream.upstreamId()).isEqualTo(openAi.bill().only().requestId());
        }
    }

    private static RawRequest hello(boolean stream, String more) {
        return raw(
                WireFormat.OPENAI_CHAT,
                "{\"model\":\"public\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
                        .formatted(stream, more));
    }

    @Test
    void usageIsAskedForInEveryStreamAndHiddenFromWhoDidNotAsk() {
        openAi.answer(
                Answer.text("a", "b").tokens(Tokens.of(7, 3)),
                Answer.text("a", "b").tokens(Tokens.of(7, 3)));

        RelayStream hidden = provider.relay(hello(true, ""), MODEL, ATTEMPT);
        String without = text(hidden);
        assertThat(seen().text()).contains("\"include_usage\":true");
        assertThat(without).doesNotContain("\"usage\":{").endsWith("data: [DONE]\n\n");
        assertThat(hidden.usage().of(UsageClass.INPUT)).isEqualTo(7);
        assertThat(hidden.usage().of(UsageClass.OUTPUT)).isEqualTo(3);
        assertThat(hidden.deltas()).isEqualTo(2);
        assertThat(hidden.characters()).isEqualTo(2);

        String asked = ",\"stream_options\":{\"include_usage\":true}";
        assertThat(text(provider.relay(hello(true, asked), MODEL, ATTEMPT)))
                .contains("\"usage\":{")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void withoutACredentialNothingIsSent() {
        Provider poor = provider(new OpenAiProviderFactory(), openAi.baseUrl(), null);

        assertThat(failure(() -> poor.chat(question(MODEL, true), ATTEMPT)).kind())
                .isEqualTo(ProviderKind.NO_CREDENTIAL);
        assertThat(failure(() -> poor.relay(hello(true, ""), MODEL, ATTEMPT)).kind())
                .isEqualTo(ProviderKind.NO_CREDENTIAL);
        assertThat(failure(poor::models).kind()).isEqualTo(ProviderKind.NO_CREDENTIAL);
        assertThat(openAi.journal().connectionsAccepted()).isZero();
    }

    @Test
    void refusedCredentialIsOurBusinessAndNotShown() {
        Provider wrong =
                provider(new OpenAiProviderFactory(), openAi.baseUrl(), "sk-wrong-0123456789");

        assertThat(failure(() -> wrong.chat(question(MODEL, true), ATTEMPT)).kind())
                .isEqualTo(ProviderKind.CREDENTIAL_REJECTED);
        assertThat(failure(wrong::models).kind()).isEqualTo(ProviderKind.CREDENTIAL_REJECTED);
    }

    @Test
    void compatibleServerNeedsABaseUrlAndNoCredential() {
        openAi.server()
                .script("/base/chat/completions", Reply.json(500, "{}"))
                .script("/base/models", Reply.json(200, "{\"data\":[{\"id\":\"llama\"}]}"));
        OpenAiCompatibleProviderFactory factory = new OpenAiCompatibleProviderFactory();
        Provider open = provider(factory, openAi.origin() + "/base/", null);

        assertThat(open.models()).containsExactly("llama");
        assertThat(seen().headers().has("authorization")).isFalse();
        assertThat(factory.needsCredential()).isFalse();
        assertThat(failure(() -> open.chat(question("llama", false), ATTEMPT)).kind())
                .isEqualTo(ProviderKind.FAILED);
        ProviderSettings nowhere =
                new ProviderSettings("mine", null, null, Map.of(), Timeouts.defaults());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        factory.create(
                                nowhere, new ProviderContext(_ -> null, InstantSource.system())))
                .withMessageContaining("base URL of provider 'mine' is missing");
    }
}
