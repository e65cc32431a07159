// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Message;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Role;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiCompletionTest {

    private static final CallerCodec CODEC = CallerCodec.of(WireFormat.OPENAI_COMPLETIONS);
    private static final RelayCodec RELAY = RelayCodec.of(WireFormat.OPENAI_COMPLETIONS);
    private static final AnswerIdentity IDENTITY =
            new AnswerIdentity("1", "public", Instant.ofEpochSecond(9));
    private static final String HEAD =
            "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":9,\"model\":\"public\",";

    private static RawRequest scan(String body) {
        return CODEC.scan(body.getBytes(UTF_8), Map.of());
    }

    private static ChatRequest decode(String body) {
        return CODEC.decode(scan(body));
    }

    private static Failure failure(Runnable action) {
        FailureException thrown = catchThrowableOfType(FailureException.class, action::run);
        assertThat(thrown).as("a failure").isNotNull();
        return thrown.failure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Once upon\"", "[\"Once upon\"]"})
    void promptBecomesOneUserMessage(String prompt) {
        ChatRequest request =
                decode(
                        "{\"model\":\"m\",\"prompt\":%s,\"max_tokens\":9,\"temperature\":0.5,"
                                        .formatted(prompt)
                                + "\"top_p\":1,\"stop\":[\"a\"],\"seed\":3,\"presence_penalty\":1,"
                                + "\"frequency_penalty\":-1,\"user\":\"u\",\"n\":1,\"best_of\":1,"
                                + "\"echo\":false,\"suffix\":null,\"logprobs\":2,\"stream\":true}");
        assertThat(request.messages()).containsExactly(Message.text(Role.USER, "Once upon"));
        assertThat(request.stream()).isTrue();
        assertThat(request.settings().maxOutputTokens()).isEqualTo(9);
        assertThat(request.settings().stop()).containsExactly("a");
        assertThat(request.settings().seed()).isEqualTo(3);
        assertThat(request.settings().endUser()).isEqualTo("u");
        assertThat(request.extras()).containsOnlyKeys("logprobs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-chat", "anthropic-messages"})
    void whatNoConversationCanCarryIsReported(String target) {
        ChatRequest request =
                decode(
                        "{\"model\":\"m\",\"prompt\":\"a\",\"logprobs\":2,\"logit_bias\":{\"1\":2}}");
        boolean openAi = target.equals(WireFormat.OPENAI_CHAT.id());
        EncodedRequest sent =
                ProviderCodec.of(openAi ? WireFormat.OPENAI_CHAT : WireFormat.ANTHROPIC_MESSAGES)
                        .encode(request, openAi ? Dialect.openAi() : Dialect.anthropic());
        assertThat(sent.dropped()).containsExactly("logprobs", "logit_bias");
        assertThat(new String(sent.body(), UTF_8)).doesNotContain("logprobs", "logit_bias");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"model\":\"m\"} | prompt | required",
                "{\"model\":\"m\",\"prompt\":\" \"} | prompt | not blank",
                "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]} | prompt[1] | one at a time",
                "{\"model\":\"m\",\"prompt\":[1,2]} | prompt[0] | made of tokens",
                "{\"model\":\"m\",\"prompt\":[[1]]} | prompt[0] | made of tokens",
                "{\"model\":\"m\",\"prompt\":3} | prompt | a text",
                "{\"model\":\"m\",\"prompt\":\"a\",\"echo\":true} | echo | must be false",
                "{\"model\":\"m\",\"prompt\":\"a\",\"suffix\":\"b\"} | suffix | cannot be given",
                "{\"model\":\"m\",\"prompt\":\"a\",\"n\":2} | n | must be 1",
                "{\"model\":\"m\",\"prompt\":\"a\",\"best_of\":2} | best_of | must be 1",
                "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":0} | max_tokens | at least 1",
                "{\"model\":\"m\",\"prompt\":\"a\",\"temperature\":3} | temperature | from 0 to 2",
            })
    void whatWouldChangeTheAnswerIsRefused(String body, String param, String rule) {
        Failure.Caller failure = (Failure.Caller) failure(() -> decode(body));
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.message()).contains(rule);
    }

    @Test
    void answerIsOneChoiceOfText() {
        ChatAnswer answer =
                new ChatAnswer(
                        "x",
                        "own",
                        List.of(
                                new ContentPart.Reasoning("hm", null),
                                new ContentPart.Text("a time"),
                                new ContentPart.Text(" ago")),
                        StopReason.MAX_TOKENS,
                        null,
                        Usage.tokens(3, 4));
        assertThat(new String(CODEC.encode(answer, IDENTITY), UTF_8))
                .startsWith(
                        HEAD
                                + "\"choices\":[{\"text\":\"a time ago\",\"index\":0,\"logprobs\":null,"
                                + "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":3,"
                                + "\"completion_tokens\":4,\"total_tokens\":7,");
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void reasonsAreAClosedSetWithoutTools(StopReason reason) {
        assertThat(OpenAiCompletionWriter.finish(reason)).isIn("stop", "length", "content_filter");
    }

    private static String streamed(boolean usageAsked, List<ChatEvent> events) {
        AnswerWriter writer = CODEC.writer(IDENTITY, usageAsked);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> out.writeBytes(writer.write(event)));
        out.writeBytes(writer.end());
        return out.toString(UTF_8);
    }

    private static final List<ChatEvent> EVENTS =
            List.of(
                    new ChatEvent.Started("x", "own"),
                    new ChatEvent.ReasoningDelta("hm"),
                    new ChatEvent.TextDelta("a "),
                    new ChatEvent.TextDelta(""),
                    new ChatEvent.TextDelta("time"),
                    new ChatEvent.Finished(StopReason.END, null),
                    new ChatEvent.UsageReported(Usage.tokens(3, 4)));

    @Test
    void streamIsChunksOfTextAFinishAndDone() {
        String choices =
                "\"choices\":[{\"text\":\"%s\",\"index\":0,\"logprobs\":null,\"finish_reason\":%s}]}";
        assertThat(streamed(false, EVENTS))
                .isEqualTo(
                        "data: "
                                + HEAD
                                + choices.formatted("a ", "null")
                                + "\n\ndata: "
                                + HEAD
                                + choices.formatted("time", "null")
                                + "\n\ndata: "
                                + HEAD
                                + choices.formatted("", "\"stop\"")
                                + "\n\ndata: [DONE]\n\n");
    }

    @Test
    void usageIsAChunkOfItsOwnWhereItWasAskedFor() {
        assertThat(streamed(true, EVENTS))
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":3,")
                .contains("\"usage\":null}");
    }

    @Test
    void relayedStreamIsAskedForUsageAndPassesAsItIs() {
        RawRequest raw = scan("{\"model\":\"m\",\"prompt\":[1,2],\"stream\":true}");
        assertThat(new String(RELAY.relay(raw, "n"), UTF_8))
                .isEqualTo(
                        "{\"model\":\"n\",\"stream_options\":{\"include_usage\":true},"
                                + "\"prompt\":[1,2],\"stream\":true}");
        String stream = streamed(true, EVENTS);
        byte[] bytes = stream.getBytes(UTF_8);
        RelayTap tap = RELAY.tap(true, false);
        StringBuilder passed = new StringBuilder();
        for (byte b : bytes) {
            passed.append(text(tap.feed(new byte[] {b}, 0, 1)));
        }
        passed.append(text(tap.end()));
        assertThat(passed.toString()).isEqualTo(stream);
        assertThat(tap.usage()).isEqualTo(Usage.tokens(3, 4));
        assertThat(tap.stopReason()).isEqualTo(StopReason.END);
        assertThat(tap.characters()).isEqualTo(6);
        assertThat(tap.deltas()).isEqualTo(2);
    }

    @Test
    void relayedPlainAnswerIsCounted() {
        byte[] body =
                ("{\"id\":\"c\",\"choices\":[{\"text\":\"abc\",\"index\":0,\"finish_reason\":\"length\"}],"
                                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}")
                        .getBytes(UTF_8);
        RelayTap tap = RELAY.tap(false, false);
        tap.feed(body, 0, body.length);
        assertThat(tap.end().length()).isEqualTo(body.length);
        assertThat(tap.characters()).isEqualTo(3);
        assertThat(tap.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(tap.usage()).isEqualTo(Usage.tokens(1, 2));
    }

    @Test
    void streamWithoutItsEndIsTruncated() {
        byte[] bytes =
                "data: {\"choices\":[{\"text\":\"a\",\"finish_reason\":null}]}\n\n".getBytes(UTF_8);
        RelayTap tap = RELAY.tap(true, false);
        tap.feed(bytes, 0, bytes.length);
        assertThat(tap.content()).isTrue();
        assertThat(failure(tap::end).code()).isEqualTo("upstream_truncated");
    }

    private static String text(RelayTap.Passed passed) {
        return new String(passed.bytes(), passed.offset(), passed.length(), UTF_8);
    }
}
