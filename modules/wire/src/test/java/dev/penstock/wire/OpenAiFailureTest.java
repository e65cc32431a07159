// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiFailureTest {

    private static final ProviderCodec CODEC = ProviderCodec.of(WireFormat.OPENAI_CHAT);

    private static Failure failure(int status, String body) {
        return CODEC.failure(status, Map.of(), body.replace('\'', '"').getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "400,,upstream_rejected,400",
        "401,invalid_api_key,upstream_credential,502",
        "402,,upstream_quota,429",
        "403,,upstream_credential,502",
        "404,model_not_found,upstream_rejected,404",
        "408,,upstream_timeout,504",
        "409,,upstream_rejected,409",
        "413,,upstream_rejected,413",
        "422,,upstream_rejected,422",
        "429,rate_limit_exceeded,upstream_rate_limited,429",
        "429,insufficient_quota,upstream_quota,429",
        "429,credit_balance_exhausted,upstream_quota,429",
        "400,context_length_exceeded,context_length,400",
        "400,tool_use_failed,upstream_failed,502",
        "498,capacity_exceeded,upstream_overloaded,503",
        "500,,upstream_failed,502",
        "500,server_is_overloaded,upstream_overloaded,503",
        "502,,upstream_failed,502",
        "503,,upstream_overloaded,503",
        "529,,upstream_overloaded,503",
    })
    void statusAndCodeDecide(int status, String code, String expected, int shown) {
        Failure failure =
                failure(
                        status,
                        "{'error':{'message':'m','type':'t','code':"
                                + (code == null ? "null" : "'" + code + "'")
                                + "}}");
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.status()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'bad thing'}}",
                "{'error':'bad thing'}",
                "{'message':'bad thing'}",
                "{'detail':'bad thing'}",
                "[{'error':{'message':'bad thing'}}]",
                "{'error':{'message':'bad\\n\\u0007 \\tthing','x':",
            })
    void providersOwnSentenceIsShown(String body) {
        assertThat(failure(400, body).message()).isEqualTo("bad thing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body>x</body></html>", "{", "7", "null", "[]", "{'a':{}}"})
    @DisplayName("E12: what is no JSON error is never shown")
    void otherBodiesAreNotShown(String body) {
        assertThat(failure(404, body).message())
                .isEqualTo("the provider refused the request with status 404");
        assertThat(failure(502, body).message()).isEqualTo("the provider failed with status 502");
        assertThat(failure(400, "{'error':{'message':'<!DOCTYPE html>'}}").message())
                .doesNotContain("<");
    }

    @Test
    void longSentencesAreCutAndAccountsHidden() {
        String message =
                failure(
                                400,
                                "{'error':{'message':'key sk-proj-abcdef123 of org-AbCdEf99 "
                                        + "x".repeat(100_000)
                                        + "'}}")
                        .message();
        assertThat(message)
                .startsWith("key *** of *** x")
                .hasSizeLessThan(510)
                .doesNotContain("abcdef");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void wordsAboutOurAccountAreNotShown(int status) {
        assertThat(failure(status, "{'error':{'message':'secret of org-1'}}").message())
                .doesNotContain("secret");
    }

    @Test
    @DisplayName("E10: a limit carries the provider's wait")
    void limitCarriesTheWait() {
        Failure failure =
                CODEC.failure(429, Map.of("retry-after", List.of("12")), "{}".getBytes(UTF_8));
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(12));
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void tooLongConversationIsToldByItsWords() {
        Failure failure =
                failure(
                        400,
                        "{'error':{'message':'This model\\u0027s maximum context length is 8192'}}");
        assertThat(failure.code()).isEqualTo("context_length");
        assertThat(failure.message()).contains("8192");
    }

    @Test
    void modelsAreRead() {
        assertThat(models("{'object':'list','data':[{'id':'a/b','x':[]},{'y':1},{'id':'c'}]}"))
                .containsExactly("a/b", "c");
        assertThat(models("[{'id':'a'}]")).containsExactly("a");
        assertThat(models("{'data':null}")).isEmpty();
    }

    private static List<String> models(String body) {
        return CODEC.models(body.replace('\'', '"').getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "7", "{'data':{}}", "{'data':[7]}", "{'data':[]"})
    void brokenListOfModelsIsMalformed(String body) {
        FailureException thrown = catchThrowableOfType(FailureException.class, () -> models(body));
        assertThat(thrown.failure().code()).isEqualTo("upstream_malformed");
    }
}
