// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.WireFormat;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiAnswerBodyTest {

    private static final CallerCodec CODEC = CallerCodec.of(WireFormat.OPENAI_CHAT);
    private static final AnswerIdentity IDENTITY =
            new AnswerIdentity("7", "team/model", Instant.ofEpochSecond(1_790_000_000));

    private static String encode(StopReason reason, Usage usage, ContentPart... parts) {
        return new String(
                CODEC.encode(
                        new ChatAnswer("up", "upstream", List.of(parts), reason, null, usage),
                        IDENTITY),
                UTF_8);
    }

    @Test
    void textIsAWholeCompletion() {
        assertThat(
                        encode(
                                StopReason.END,
                                Usage.tokens(9, 2),
                                new ContentPart.Text("Hi "),
                                new ContentPart.Text("\"ü\"")))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion\","
                                + "\"created\":1790000000,\"model\":\"team/model\",\"choices\":["
                                + "{\"index\":0,\"message\":{\"role\":\"assistant\","
                                + "\"content\":\"Hi \\\"ü\\\"\",\"refusal\":null},"
                                + "\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
                                + "\"total_tokens\":11,\"prompt_tokens_details\":"
                                + "{\"cached_tokens\":0,\"audio_tokens\":0},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,"
                                + "\"audio_tokens\":0}}}");
    }

    @Test
    @DisplayName("T2: a call without arguments has an empty object")
    void toolCallsStandBesideNullContent() {
        assertThat(
                        encode(
                                StopReason.TOOL_CALLS,
                                null,
                                new ContentPart.ToolCall("a", "f", ""),
                                new ContentPart.ToolCall("b", "g", "{\"x\":1}")))
                .contains("\"content\":null")
                .contains(
                        "\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"f\",\"arguments\":\"{}\"}},{\"id\":\"b\","
                                + "\"type\":\"function\",\"function\":{\"name\":\"g\","
                                + "\"arguments\":\"{\\\"x\\\":1}\"}}]")
                .contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    @DisplayName("T15: arguments cut by the token limit are passed on")
    void cutArgumentsStayCut() {
        assertThat(
                        encode(
                                StopReason.MAX_TOKENS,
                                null,
                                new ContentPart.ToolCall("a", "f", "{\"x\":")))
                .contains("\"arguments\":\"{\\\"x\\\":\"", "\"finish_reason\":\"length\"");
    }

    @Test
    @DisplayName("S10: thinking never stands in the content")
    void reasoningHasItsOwnMember() {
        assertThat(
                        encode(
                                StopReason.END,
                                null,
                                new ContentPart.Reasoning("hm", "sig"),
                                new ContentPart.RedactedReasoning("xyz"),
                                new ContentPart.Text("a")))
                .contains("\"content\":\"a\"", "\"reasoning_content\":\"hm\"")
                .doesNotContain("sig", "xyz");
    }

    @Test
    void refusalHasItsOwnMember() {
        assertThat(encode(StopReason.REFUSAL, null, new ContentPart.Refusal("no")))
                .contains("\"content\":null", "\"refusal\":\"no\"")
                .contains("\"finish_reason\":\"content_filter\"");
    }

    @Test
    void emptyAnswerHasEmptyContent() {
        assertThat(encode(StopReason.END, null)).contains("\"content\":\"\"");
    }

    @Test
    @DisplayName("U10: unknown usage is absent")
    void unknownUsageIsAbsent() {
        assertThat(encode(StopReason.END, null, new ContentPart.Text("a"))).doesNotContain("usage");
    }

    @Test
    @DisplayName("U1: totals hold the cached tokens once")
    void usageTotalsHoldTheirParts() {
        Usage usage =
                Usage.tokens(10, 5)
                        .with(UsageClass.CACHE_READ, 100)
                        .with(UsageClass.CACHE_WRITE_5M, 30)
                        .with(UsageClass.CACHE_WRITE_1H, 20)
                        .with(UsageClass.REASONING, 40);
        assertThat(encode(StopReason.END, usage, new ContentPart.Text("a")))
                .contains(
                        "\"prompt_tokens\":160,\"completion_tokens\":45,\"total_tokens\":205",
                        "\"cached_tokens\":100,\"cache_write_tokens\":50",
                        "\"reasoning_tokens\":40");
    }

    @ParameterizedTest
    @CsvSource({
        "END,stop",
        "STOP_SEQUENCE,stop",
        "PAUSE,stop",
        "MAX_TOKENS,length",
        "CONTEXT_WINDOW,length",
        "TOOL_CALLS,tool_calls",
        "REFUSAL,content_filter"
    })
    @DisplayName("E7, E9: finish reasons are those of the format")
    void stopReasonsAreMapped(StopReason reason, String finish) {
        assertThat(encode(reason, null)).contains("\"finish_reason\":\"" + finish + "\"");
    }

    @Test
    void modelsAreListed() {
        PublicModel model =
                new PublicModel("a/b", "a", "A to B", Instant.ofEpochSecond(1_700_000_000));
        String one =
                "{\"id\":\"a/b\",\"object\":\"model\",\"created\":1700000000,"
                        + "\"owned_by\":\"a\",\"name\":\"A to B\"}";
        assertThat(new String(CODEC.encodeModel(model), UTF_8)).isEqualTo(one);
        assertThat(new String(CODEC.encodeModels(List.of(model, model)), UTF_8))
                .isEqualTo("{\"object\":\"list\",\"data\":[" + one + "," + one + "]}");
        assertThat(new String(CODEC.encodeModels(List.of()), UTF_8))
                .isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }
}
