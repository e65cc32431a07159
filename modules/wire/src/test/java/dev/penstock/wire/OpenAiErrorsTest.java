// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenAiErrorsTest {

    private static final CallerCodec CODEC = CallerCodec.of(WireFormat.OPENAI_CHAT);

    private static String body(Failure failure) {
        return new String(CODEC.encode(failure, "req"), UTF_8);
    }

    private static void check(Failure failure, int status, String type, String param, String code) {
        assertThat(CODEC.status(failure)).isEqualTo(status);
        assertThat(body(failure))
                .isEqualTo(
                        "{\"error\":{\"message\":\"s\",\"type\":\"%s\",\"param\":%s,\"code\":%s}}"
                                .formatted(type, quoted(param), quoted(code)));
    }

    private static String quoted(String text) {
        return text == null ? "null" : '"' + text + '"';
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400,invalid_request_error,,",
        "CONTEXT_LENGTH,400,invalid_request_error,messages,context_length_exceeded",
        "UNAUTHENTICATED,401,invalid_request_error,,invalid_api_key",
        "FORBIDDEN,403,request_forbidden,,forbidden",
        "NOT_FOUND,404,invalid_request_error,,not_found",
        "UNKNOWN_MODEL,404,invalid_request_error,model,model_not_found",
        "TOO_LARGE,413,invalid_request_error,,too_large",
    })
    void mistakesOfCallers(
            Failure.CallerKind kind, int status, String type, String param, String code) {
        check(new Failure.Caller(kind, "s"), status, type, param, code);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE,429,rate_limit_error,rate_limit_exceeded",
        "CONCURRENCY,429,rate_limit_error,rate_limit_exceeded",
        "BUDGET,429,insufficient_quota,insufficient_quota",
    })
    void limits(Failure.LimitKind kind, int status, String type, String code) {
        check(new Failure.Limit(kind, "s", null), status, type, null, code);
    }

    @ParameterizedTest
    @CsvSource({
        "CREDENTIAL_REJECTED,502,server_error,upstream_credential",
        "OVERLOADED,503,service_unavailable_error,server_is_overloaded",
        "RATE_LIMITED,429,rate_limit_error,rate_limit_exceeded",
        "QUOTA,429,insufficient_quota,insufficient_quota",
        "TIMEOUT,504,server_error,upstream_timeout",
        "REJECTED,400,invalid_request_error,upstream_rejected",
        "FAILED,502,server_error,upstream_failed",
    })
    void failuresOfProviders(Failure.ProviderKind kind, int status, String type, String code) {
        check(new Failure.Provider(kind, "s"), status, type, null, code);
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL,500,server_error,internal",
        "BUSY,503,service_unavailable_error,busy",
    })
    void failuresOfTheGateway(Failure.GatewayKind kind, int status, String type, String code) {
        check(new Failure.Gateway(kind, "s", null), status, type, null, code);
    }

    static List<Failure> everyFailure() {
        List<Failure> all = new ArrayList<>();
        for (Failure.CallerKind kind : Failure.CallerKind.values()) {
            all.add(new Failure.Caller(kind, "a \"b\"\n"));
        }
        for (Failure.LimitKind kind : Failure.LimitKind.values()) {
            all.add(new Failure.Limit(kind, "x", null));
        }
        for (Failure.ProviderKind kind : Failure.ProviderKind.values()) {
            all.add(new Failure.Provider(kind, "x"));
        }
        for (Failure.GatewayKind kind : Failure.GatewayKind.values()) {
            all.add(new Failure.Gateway(kind, "x", null));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyFailure")
    void everyFailureIsOneEventWithTheSameBody(Failure failure) {
        assertThat(new String(CODEC.encodeEvent(failure, "req"), UTF_8))
                .isEqualTo("data: " + body(failure) + "\n\n");
    }

    @Test
    void placeOfTheMistakeIsTold() {
        assertThat(
                        body(
                                new Failure.Caller(
                                        Failure.CallerKind.BAD_REQUEST, "s", "messages[0].role")))
                .contains("\"param\":\"messages[0].role\"");
    }
}
