// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Role;
import dev.penstock.inference.TokenCountRequest;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicTokenCountTest {

    private static final TokenCountCallerCodec CALLER =
            TokenCountCallerCodec.of(WireFormat.ANTHROPIC_TOKEN_COUNT);
    private static final TokenCountProviderCodec PROVIDER =
            TokenCountProviderCodec.of(WireFormat.ANTHROPIC_TOKEN_COUNT);
    private static final String BODY =
            "{\"model\":\"m\",\"system\":\"be brief\","
                    + "\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"}}],"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static RawRequest scan(String body) {
        return CALLER.scan(
                body.getBytes(UTF_8),
                Map.of("anthropic-beta", List.of("x"), "other", List.of("y")),
                null);
    }

    private static Failure failure(Runnable action) {
        FailureException thrown = catchThrowableOfType(FailureException.class, action::run);
        assertThat(thrown).as("a failure").isNotNull();
        return thrown.failure();
    }

    @Test
    void conversationIsDecodedWithoutABoundOfTheAnswer() {
        TokenCountRequest request = CALLER.decode(scan(BODY));
        assertThat(request.conversation().messages())
                .extracting(m -> m.role())
                .containsExactly(Role.SYSTEM, Role.USER);
        assertThat(request.conversation().tools()).hasSize(1);
        assertThat(request.conversation().settings().maxOutputTokens()).isNull();
        assertThat(request.conversation().origin()).isEqualTo(WireFormat.ANTHROPIC_MESSAGES);
        assertThat(request.stream()).isFalse();
    }

    @Test
    void headersOfTheFormatAreKeptAndOthersNot() {
        assertThat(scan(BODY).headers()).containsOnlyKeys("anthropic-beta");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"messages\":[]}', model",
        "'{\"model\":\"m\"}', messages",
        "'{\"model\":\"m\",\"messages\":[]}', messages"
    })
    void whatIsMissingIsNamed(String body, String param) {
        Failure.Caller failure = (Failure.Caller) failure(() -> CALLER.decode(scan(body)));
        assertThat(failure.param()).isEqualTo(param);
    }

    @Test
    void membersOfTheAnswerAreNotSent() {
        ChatRequest chat =
                CallerCodec.of(WireFormat.OPENAI_CHAT)
                        .decode(
                                ("{\"model\":\"m\",\"max_tokens\":5,\"temperature\":0.5,\"top_p\":1,"
                                                + "\"stop\":\"x\",\"user\":\"u\",\"stream\":true,"
                                                + "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                                                + "{\"role\":\"user\",\"content\":\"hi\"}]}")
                                        .getBytes(UTF_8));
        EncodedRequest sent =
                PROVIDER.encode(chat.withModel("claude-haiku-4-5"), Dialect.anthropic());
        assertThat(new String(sent.body(), UTF_8))
                .isEqualTo(
                        "{\"model\":\"claude-haiku-4-5\","
                                + "\"system\":[{\"type\":\"text\",\"text\":\"s\"}],"
                                + "\"messages\":[{\"role\":\"user\",\"content\":"
                                + "[{\"type\":\"text\",\"text\":\"hi\"}]}]}");
    }

    @Test
    void countGoesThereAndBack() {
        byte[] body = CALLER.encode(12_345);
        assertThat(new String(body, UTF_8)).isEqualTo("{\"input_tokens\":12345}");
        assertThat(PROVIDER.read(body)).isEqualTo(12_345);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "{\"input_tokens\":-1}", "{\"input_tokens\":\"7\"}", "{\"input"})
    void whatIsNoCountIsMalformed(String body) {
        Failure failure = failure(() -> PROVIDER.read(body.getBytes(UTF_8)));
        assertThat(failure.code()).isEqualTo("upstream_malformed");
    }

    @Test
    void errorInsideASuccessIsAnError() {
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}";
        assertThat(failure(() -> PROVIDER.read(body.getBytes(UTF_8))).code())
                .isEqualTo("upstream_overloaded");
    }

    @Test
    void relayedCountIsNotBilled() {
        byte[] bytes = "{\"input_tokens\":7, \"new\":1}".getBytes(UTF_8);
        RelayTap tap = PROVIDER.tap(false, false);
        for (byte b : bytes) {
            tap.feed(new byte[] {b}, 0, 1);
        }
        RelayTap.Passed passed = tap.end();
        assertThat(new String(passed.bytes(), 0, passed.length(), UTF_8))
                .isEqualTo("{\"input_tokens\":7, \"new\":1}");
        assertThat(tap.usage()).isEqualTo(Usage.none());
        assertThat(new String(PROVIDER.relay(scan(BODY), "n"), UTF_8))
                .isEqualTo(BODY.replace("\"m\"", "\"n\""));
    }

    @Test
    void refusalOfTheProviderIsUnderstood() {
        byte[] body =
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}"
                        .getBytes(UTF_8);
        assertThat(PROVIDER.failure(400, Map.of(), body).code()).isEqualTo("upstream_rejected");
    }
}
