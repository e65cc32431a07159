// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import static dev.penstock.providers.exchange.Talk.ATTEMPT;
import static dev.penstock.providers.exchange.Talk.provider;
import static dev.penstock.providers.exchange.Talk.question;
import static dev.penstock.providers.exchange.Talk.raw;
import static dev.penstock.providers.exchange.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.RecordedRequest;
import dev.penstock.kit.Reply;
import dev.penstock.spi.EmbeddingReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.RelayStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class DescribedProviderTest {

    private static final String ANSWER =
            "{\"id\":\"c1\",\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";
    private static final String VECTORS =
            "{\"data\":[{\"index\":0,\"embedding\":[1,2]}],\"usage\":{\"prompt_tokens\":3}}";

    private final FaultUpstream server = FaultUpstream.start();

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<String> types() {
        return new VendorFiles().builtIn().stream().map(ProviderFactory::type);
    }

    private Provider made(String type) {
        ProviderFactory factory =
                new VendorFiles()
                        .builtIn().stream()
                                .filter(f -> f.type().equals(type))
                                .findFirst()
                                .orElseThrow();
        return provider(factory, server.origin() + "/base", "sk-test");
    }

    private Provider described(String more) {
        String file =
                "{\"vendors\":[{\"type\":\"acme\",\"name\":\"Acme\",\"credential\":\"optional\"%s}]}"
                        .formatted(more);
        ProviderFactory factory =
                new VendorFiles().read(file.getBytes(StandardCharsets.UTF_8)).getFirst();
        return provider(factory, server.origin() + "/base", "sk-test");
    }

    private RecordedRequest seen() {
        return server.journal().last().request();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyVendorIsAskedAtItsPathWithItsCredential(String type) {
        VendorDescription vendor =
                VendorFiles.descriptions().stream()
                        .filter(d -> d.type().equals(type))
                        .findFirst()
                        .orElseThrow();
        server.script("/base" + vendor.chat(), Reply.json(200, ANSWER));
        server.script("/base" + vendor.models(), Reply.json(200, "{\"data\":[{\"id\":\"m\"}]}"));
        try (Provider provider = made(type)) {
            ChatAnswer answer =
                    ChatAnswer.fold(provider.chat(question("m", false), ATTEMPT).events());

            assertThat(answer.parts()).hasSize(1);
            assertThat(seen().headers().all(vendor.authentication().header()))
                    .containsExactly(vendor.authentication().prefix() + "sk-test");
            assertThat(provider.models()).containsExactly("m");
            assertThat(provider.tasks("m").contains(Task.EMBEDDING))
                    .isEqualTo(vendor.embeddings() != null);
        }
    }

    @Test
    void relayedBodyLosesWhatIsRefusedAndKeepsEveryOtherByte() {
        server.script("/base/chat/completions", Reply.json(200, ANSWER));
        String body =
                "{ \"logprobs\":true, \"model\":\"p\" ,\"logit_bias\":{\"1\":[2]},"
                        + "\"messages\":[{\"name\":\"joe\",\"role\":\"developer\",\"content\":\"a\"},"
                        + " {\"role\":\"user\", \"content\":\"h\\u0069\" ,\"name\":\"x\"}],"
                        + "\"reasoning_effort\":\"xhigh\", \"future\":1e3 ,\"store\":true,\"metadata\":{}}";
        try (Provider groq = made("groq");
                RelayStream stream =
                        groq.relay(raw(WireFormat.OPENAI_CHAT, body), "own", ATTEMPT)) {
            assertThat(text(stream)).isEqualTo(ANSWER);
            assertThat(stream.dropped())
                    .containsExactlyInAnyOrder(
                            "logprobs", "logit_bias", "store", "metadata", "messages.name");
        }
        assertThat(seen().text())
                .isEqualTo(
                        "{ \"model\":\"own\" ,"
                                + "\"messages\":[{\"role\":\"system\",\"content\":\"a\"},"
                                + " {\"role\":\"user\", \"content\":\"h\\u0069\"}],"
                                + "\"reasoning_effort\":\"high\", \"future\":1e3}");
    }

    @Test
    void relayedBodyHasTheServersNames() {
        server.script("/base/chat/completions", Reply.json(200, ANSWER));
        String body = "{\"model\":\"p\",\"max_completion_tokens\":5,\"seed\":7,\"messages\":[]}";
        try (Provider mistral = made("mistral")) {
            text(mistral.relay(raw(WireFormat.OPENAI_CHAT, body), "own", ATTEMPT));
        }
        assertThat(seen().text())
                .isEqualTo(
                        "{\"model\":\"own\",\"max_tokens\":5,\"random_seed\":7,\"messages\":[]}");
    }

    @Test
    void ofTwoNamesForOneThingTheServersOwnCounts() {
        server.script("/base/chat/completions", Reply.json(200, ANSWER));
        String body =
                "{\"model\":\"p\",\"max_tokens\":4,\"max_completion_tokens\":5,\"messages\":[]}";
        try (Provider mistral = made("mistral");
                RelayStream stream =
                        mistral.relay(raw(WireFormat.OPENAI_CHAT, body), "own", ATTEMPT)) {
            text(stream);
            assertThat(stream.dropped()).containsExactly("max_completion_tokens");
        }
        assertThat(seen().text()).isEqualTo("{\"model\":\"own\",\"max_tokens\":4,\"messages\":[]}");
    }

    @Test
    void bodyWithoutDeviationsIsRelayedButForTheModel() {
        server.script("/base/chat/completions", Reply.json(200, ANSWER));
        String body = "{ \"messages\":[ ],\"model\":\"p\",\"x\":[1.0, null] }";
        try (Provider groq = made("groq")) {
            text(groq.relay(raw(WireFormat.OPENAI_CHAT, body), "own", ATTEMPT));
        }
        assertThat(seen().text())
                .isEqualTo("{ \"messages\":[ ],\"model\":\"own\",\"x\":[1.0, null] }");
    }

    @Test
    void vectorsAreAskedForInNumbersWhereTheServerKnowsNothingElse() {
        server.script("/base/embeddings", Reply.json(200, VECTORS));
        try (Provider provider =
                described(
                        ",\"embeddings\":{\"base64\":false,\"refused\":[\"user\",\"encoding_format\"]}")) {
            assertThat(provider.formats("m")).containsExactly(WireFormat.OPENAI_CHAT);
            EmbeddingReply reply =
                    provider.embed(
                            new EmbeddingRequest(
                                    "m",
                                    List.of("a"),
                                    null,
                                    "u",
                                    Map.of(),
                                    WireFormat.OPENAI_EMBEDDINGS),
                            ATTEMPT);
            assertThat(reply.answer().vectors().getFirst()).containsExactly(1, 2);
            assertThat(reply.dropped()).containsExactly("user");
        }
        assertThat(seen().text()).isEqualTo("{\"model\":\"m\",\"input\":[\"a\"]}");
    }

    @Test
    void formatsThatTheServerSpeaksArePassedOn() {
        try (Provider provider =
                described(",\"embeddings\":{\"base64\":true},\"completions\":\"/completions\"")) {
            assertThat(provider.formats("m"))
                    .containsExactlyInAnyOrder(
                            WireFormat.OPENAI_CHAT,
                            WireFormat.OPENAI_EMBEDDINGS,
                            WireFormat.OPENAI_COMPLETIONS);
        }
    }

    @Test
    void baseUrlMustBeGivenWhereThereIsNone() {
        ProviderFactory factory =
                new VendorFiles()
                        .builtIn().stream()
                                .filter(f -> f.type().equals("vllm"))
                                .findFirst()
                                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        factory.create(
                                new dev.penstock.spi.ProviderSettings(
                                        "v",
                                        null,
                                        null,
                                        Map.of(),
                                        dev.penstock.spi.Timeouts.defaults()),
                                new dev.penstock.spi.ProviderContext(
                                        dev.penstock.providers.exchange.Talk.client(),
                                        java.time.InstantSource.system())))
                .withMessageContaining("base URL of provider 'v' is missing");
    }
}
