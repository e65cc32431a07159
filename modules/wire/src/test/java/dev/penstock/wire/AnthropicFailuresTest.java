// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.PROVIDER;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.providerKind;
import static dev.penstock.wire.AnthropicSamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.RawRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicFailuresTest {

    private static Failure failure(int status, String body) {
        return PROVIDER.failure(status, Map.of(), bytes(quoted(body)));
    }

    private static String error(String type, String message) {
        return "{'type':'error','error':{'type':'"
                + type
                + "','message':'"
                + message
                + "'},'request_id':'req_1'}";
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, REJECTED",
        "401, authentication_error, CREDENTIAL_REJECTED",
        "402, billing_error, QUOTA",
        "403, permission_error, CREDENTIAL_REJECTED",
        "404, not_found_error, REJECTED",
        "408, timeout_error, TIMEOUT",
        "409, conflict_error, REJECTED",
        "413, request_too_large, REJECTED",
        "429, rate_limit_error, RATE_LIMITED",
        "500, api_error, FAILED",
        "500, overloaded_error, OVERLOADED",
        "502, api_error, FAILED",
        "503, api_error, OVERLOADED",
        "504, timeout_error, TIMEOUT",
        "529, overloaded_error, OVERLOADED"
    })
    void statusHasItsKind(int status, String type, ProviderKind kind) {
        Failure.Provider failure = (Failure.Provider) failure(status, error(type, "words"));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.upstreamStatus()).isEqualTo(status);
        assertThat(failure.message().equals("words")).isEqualTo(kind == ProviderKind.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prompt is too long: 210000 tokens > 200000 maximum",
                "Prompt is too long",
                "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"
            })
    void contextLengthIsTheCallersMistake(String message) {
        Failure failure = failure(400, error("invalid_request_error", message));
        assertThat(failure).isInstanceOf(Failure.Caller.class);
        assertThat(((Failure.Caller) failure).kind()).isEqualTo(Failure.CallerKind.CONTEXT_LENGTH);
        assertThat(failure.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Your credit balance is too low to access the Anthropic API.",
                "You have reached your specified API usage limits."
            })
    void emptyAccountBehindStatus400IsQuota(String message) {
        Failure failure = failure(400, error("invalid_request_error", message));
        assertThat(((Failure.Provider) failure).kind()).isEqualTo(ProviderKind.QUOTA);
        assertThat(failure.message()).doesNotContain(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad Gateway</html>", "{'error':", "{'error':null}", "7"})
    void e12AnyBodyIsUnderstoodByItsStatus(String body) {
        assertThat(((Failure.Provider) failure(502, body)).kind()).isEqualTo(ProviderKind.FAILED);
        assertThat(failure(400, body).message())
                .isEqualTo("the provider refused the request with status 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'words'}}",
                "{'error':'words'}",
                "{'message':'words'}",
                "{'error':{'message':'words'},'x':['cut"
            })
    void wordsOfOtherServersAreFound(String body) {
        assertThat(failure(422, body).message()).isEqualTo("words");
    }

    @Test
    void longAndSecretWordsAreCut() {
        String message =
                failure(
                                400,
                                error(
                                        "invalid_request_error",
                                        "key sk-ant-api03-abcdef " + "x".repeat(5_000)))
                        .message();
        assertThat(message).hasSizeLessThan(600).doesNotContain("sk-ant").startsWith("key ***");
    }

    @ParameterizedTest
    @CsvSource({"429, 30, 30000", "529, 1.5, 1500", "503, 7, 7000"})
    void e10RetryAfterIsKept(int status, String header, long millis) {
        Failure failure =
                PROVIDER.failure(status, Map.of("retry-after", List.of(header)), new byte[0]);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void modelsAreReadInOrder() {
        byte[] body =
                bytes(
                        quoted(
                                "{'first_id':'b','data':[{'type':'model','id':'b',"
                                        + "'capabilities':{'id':'no'}},{'id':'a'}],"
                                        + "'has_more':false}"));
        assertThat(PROVIDER.models(body)).containsExactly("b", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{'data':[{}]}", "{'data':7}", "<html>"})
    void otherListsAreMalformed(String body) {
        assertThat(providerKind(() -> PROVIDER.models(bytes(quoted(body)))))
                .isEqualTo(ProviderKind.MALFORMED);
    }

    @Test
    void relayedBodyDiffersInTheModelOnly() {
        String body =
                "\uFEFF {'max_tokens' : 9, 'system':'\\u00e4 😀', 'model' : 'pub/lic' ,'new':[ ]} ";
        RawRequest request = AnthropicSamples.CALLER.scan(bytes(quoted(body)), Map.of());
        assertThat(PROVIDER.relay(request, "claude-\"x\" 😀"))
                .satisfies(sent ->
                        assertThat(sent)
                                .isEqualTo(
                                        bytes(
                                                quoted(body)
                                                        .replace(
                                                                "\"pub/lic\"",
                                                                new String(
                                                                        RawSplice.string(
                                                                                "claude-\"x\""
                                                                                        + " 😀"),
                                                                        java.nio.charset
                                                                                .StandardCharsets
                                                                                .UTF_8)))));
    }
}
