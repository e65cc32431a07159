// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.CALLER;
import static dev.penstock.wire.AnthropicSamples.IDENTITY;
import static dev.penstock.wire.AnthropicSamples.at;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.quoted;
import static dev.penstock.wire.AnthropicSamples.tree;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.CallerKind;
import dev.penstock.inference.Failure.GatewayKind;
import dev.penstock.inference.Failure.LimitKind;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnthropicCallerCodecTest {

    private static Object answer(StopReason reason, ContentPart... parts) {
        return tree(
                CALLER.encode(
                        new ChatAnswer("x", "gpt", List.of(parts), reason, "###", null), IDENTITY));
    }

    @Test
    void scanFindsWhatTheGatewayActsOn() {
        byte[] body =
                bytes(quoted("{'max_tokens':77,'model':'a/b','stream':true,'messages':[{}]}"));
        RawRequest request =
                CALLER.scan(
                        body,
                        Map.of(
                                "anthropic-version", List.of("2026-10-21"),
                                "anthropic-beta", List.of("a,b", "c"),
                                "x-api-key", List.of("secret"),
                                "user-agent", List.of("sdk")));
        assertThat(request.format()).isEqualTo(CALLER.format());
        assertThat(request.model()).isEqualTo("a/b");
        assertThat(request.stream()).isTrue();
        assertThat(request.maxOutputTokens()).isEqualTo(77);
        assertThat(request.headers())
                .isEqualTo(
                        Map.of(
                                "anthropic-version", List.of("2026-10-21"),
                                "anthropic-beta", List.of("a,b", "c")));
    }

    @Test
    void requestWithoutVersionIsScanned() {
        assertThat(CALLER.scan(bytes("{\"model\":\"m\"}"), Map.of()).headers()).isEmpty();
    }

    @Test
    void wholeAnswerIsWhatTheFormatShows() {
        ChatAnswer answer =
                new ChatAnswer(
                        "chatcmpl-1",
                        "gpt",
                        List.of(
                                new ContentPart.Reasoning("hm", null),
                                new ContentPart.Reasoning("", "s+/="),
                                new ContentPart.RedactedReasoning("d"),
                                new ContentPart.Text("Hi 😀"),
                                new ContentPart.ToolCall("c1", "f", "{\"x\": 1}"),
                                new ContentPart.ToolCall("c2", "g", "")),
                        StopReason.TOOL_CALLS,
                        null,
                        Usage.tokens(7, 8)
                                .with(UsageClass.REASONING, 4)
                                .with(UsageClass.CACHE_READ, 3)
                                .with(UsageClass.CACHE_WRITE_5M, 2)
                                .with(UsageClass.CACHE_WRITE_1H, 1));
        assertThat(tree(CALLER.encode(answer, IDENTITY)))
                .isEqualTo(
                        tree(
                                "{'id':'msg_0198','type':'message','role':'assistant',"
                                        + "'model':'public/name','content':["
                                        + "{'type':'thinking','thinking':'hm',"
                                        + "'signature':'penstock-unsigned'},"
                                        + "{'type':'thinking','thinking':'','signature':'s+/='},"
                                        + "{'type':'redacted_thinking','data':'d'},"
                                        + "{'type':'text','text':'Hi 😀','citations':null},"
                                        + "{'type':'tool_use','id':'c1','name':'f','input':{'x':1},"
                                        + "'caller':{'type':'direct'}},"
                                        + "{'type':'tool_use','id':'c2','name':'g','input':{},"
                                        + "'caller':{'type':'direct'}}],"
                                        + "'stop_reason':'tool_use','stop_sequence':null,"
                                        + "'stop_details':null,'container':null,'usage':{"
                                        + "'input_tokens':7,'cache_creation_input_tokens':3,"
                                        + "'cache_read_input_tokens':3,'output_tokens':12,"
                                        + "'output_tokens_details':{'thinking_tokens':4},"
                                        + "'cache_creation':{'ephemeral_5m_input_tokens':2,"
                                        + "'ephemeral_1h_input_tokens':1},"
                                        + "'service_tier':'standard'}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'x':1 | {'raw_arguments':'{~x~:1'}",
                "[1] | {'raw_arguments':'[1]'}",
                "{} {} | {'raw_arguments':'{} {}'}",
                "7 | {'raw_arguments':'7'}",
                "null | {}",
                "{'a':{'b':[null]}} | {'a':{'b':[null]}}",
            })
    void inputIsAlwaysAnObject(String arguments, String input) {
        Object body =
                answer(
                        StopReason.TOOL_CALLS,
                        new ContentPart.ToolCall("c", "f", quoted(arguments)));
        assertThat(at(body, "content", "0", "input"))
                .isEqualTo(tree(bytes(quoted(input).replace("~", "\\\""))));
    }

    @Test
    void emptyTextIsLeftOutAndAnEmptyAnswerHasOneBlock() {
        assertThat(
                        at(
                                answer(
                                        StopReason.END,
                                        new ContentPart.Text(""),
                                        new ContentPart.Text("a")),
                                "content"))
                .isEqualTo(tree("[{'type':'text','text':'a','citations':null}]"));
        assertThat(at(answer(StopReason.END), "content"))
                .isEqualTo(tree("[{'type':'text','text':'','citations':null}]"));
    }

    @Test
    void reasonFollowsTheContent() {
        ContentPart call = new ContentPart.ToolCall("c", "f", "{}");
        assertThat(at(answer(StopReason.END, call), "stop_reason")).isEqualTo("tool_use");
        assertThat(at(answer(StopReason.MAX_TOKENS, call), "stop_reason")).isEqualTo("max_tokens");
        assertThat(at(answer(StopReason.TOOL_CALLS), "stop_reason")).isEqualTo("end_turn");
        assertThat(at(answer(StopReason.END, new ContentPart.Refusal("no")), "stop_reason"))
                .isEqualTo("refusal");
        Object stopped = answer(StopReason.STOP_SEQUENCE, new ContentPart.Text("a"));
        assertThat(at(stopped, "stop_reason")).isEqualTo("stop_sequence");
        assertThat(at(stopped, "stop_sequence")).isEqualTo("###");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST, 400, invalid_request_error",
        "CONTEXT_LENGTH, 400, invalid_request_error",
        "UNAUTHENTICATED, 401, authentication_error",
        "FORBIDDEN, 403, permission_error",
        "NOT_FOUND, 404, not_found_error",
        "UNKNOWN_MODEL, 404, not_found_error",
        "METHOD_NOT_ALLOWED, 405, invalid_request_error",
        "TOO_SLOW, 408, timeout_error",
        "TOO_LARGE, 413, request_too_large",
        "UNSUPPORTED_MEDIA_TYPE, 415, invalid_request_error"
    })
    void callerMistakesHaveStatusAndType(CallerKind kind, int status, String type) {
        check(new Failure.Caller(kind, "words"), status, type);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE, 429, rate_limit_error",
        "CONCURRENCY, 429, rate_limit_error",
        "BUDGET, 402, billing_error"
    })
    void limitsHaveStatusAndType(LimitKind kind, int status, String type) {
        check(new Failure.Limit(kind, "words", null), status, type);
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, 502, api_error",
        "TLS, 502, api_error",
        "TIMEOUT, 504, timeout_error",
        "FAILED, 502, api_error",
        "MALFORMED, 502, api_error",
        "TRUNCATED, 502, api_error",
        "CREDENTIAL_REJECTED, 502, api_error",
        "NO_CREDENTIAL, 503, api_error",
        "OVERLOADED, 529, overloaded_error",
        "RATE_LIMITED, 429, rate_limit_error",
        "QUOTA, 402, billing_error",
        "REJECTED, 400, invalid_request_error"
    })
    void providerFailuresHaveStatusAndType(ProviderKind kind, int status, String type) {
        check(new Failure.Provider(kind, "words"), status, type);
    }

    @ParameterizedTest
    @CsvSource({
        "404, 404, not_found_error",
        "409, 409, conflict_error",
        "413, 413, request_too_large",
        "422, 422, invalid_request_error",
        "401, 400, invalid_request_error"
    })
    void rejectedRequestKeepsAStatusThatSpeaksOfIt(int upstream, int status, String type) {
        check(new Failure.Provider(ProviderKind.REJECTED, "words", upstream, null), status, type);
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL, 500, api_error",
        "STORE_UNAVAILABLE, 503, api_error",
        "BUSY, 503, overloaded_error",
        "STOPPING, 503, overloaded_error"
    })
    void gatewayFailuresHaveStatusAndType(GatewayKind kind, int status, String type) {
        check(new Failure.Gateway(kind, "words", null), status, type);
    }

    private static void check(Failure failure, int status, String type) {
        assertThat(CALLER.status(failure)).isEqualTo(status);
        Object body = tree(CALLER.encode(failure, "req_1"));
        assertThat(at(body, "type")).isEqualTo("error");
        assertThat(at(body, "error", "type")).isEqualTo(type);
        assertThat((String) at(body, "error", "message")).contains("words");
        assertThat(at(body, "request_id")).isEqualTo("req_1");
    }

    @ParameterizedTest
    @EnumSource(ProviderKind.class)
    void e14ErrorEventIsNamedAndHoldsTheSameBody(ProviderKind kind) {
        Failure failure = new Failure.Provider(kind, "two\nlines");
        String event = new String(CALLER.encodeEvent(failure, "req_1"), UTF_8);
        assertThat(event)
                .isEqualTo(
                        "event: error\ndata: "
                                + new String(CALLER.encode(failure, "req_1"), UTF_8)
                                + "\n\n");
    }

    @Test
    void contextLengthSaysTheWordsThatClientsMatch() {
        Failure foreign =
                new Failure.Caller(CallerKind.CONTEXT_LENGTH, "maximum context is 8 tokens");
        assertThat(at(tree(CALLER.encode(foreign, "r")), "error", "message"))
                .isEqualTo("prompt is too long: maximum context is 8 tokens");
        Failure own =
                new Failure.Caller(
                        CallerKind.CONTEXT_LENGTH, "prompt is too long: 9 tokens > 8 maximum");
        assertThat(at(tree(CALLER.encode(own, "r")), "error", "message"))
                .isEqualTo("prompt is too long: 9 tokens > 8 maximum");
    }

    @Test
    void modelsAreListed() {
        Instant created = Instant.parse("2026-11-20T08:00:00.123456Z");
        PublicModel one = new PublicModel("a/b", "a", "A B", created);
        PublicModel two = new PublicModel("c", "p", "C", created);
        String first =
                "{'type':'model','id':'a/b','display_name':'A B',"
                        + "'created_at':'2026-11-20T08:00:00Z','lifecycle':'active'}";
        assertThat(tree(CALLER.encodeModel(one))).isEqualTo(tree(first));
        assertThat(tree(CALLER.encodeModels(List.of(one, two))))
                .isEqualTo(
                        tree(
                                "{'data':["
                                        + first
                                        + ",{'type':'model','id':'c','display_name':'C',"
                                        + "'created_at':'2026-11-20T08:00:00Z',"
                                        + "'lifecycle':'active'}],'has_more':false,"
                                        + "'first_id':'a/b','last_id':'c'}"));
        assertThat(tree(CALLER.encodeModels(List.of())))
                .isEqualTo(tree("{'data':[],'has_more':false,'first_id':null,'last_id':null}"));
    }
}
