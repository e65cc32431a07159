// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.ResponsesStreams.HELLO;
import static dev.penstock.wire.ResponsesStreams.answering;
import static dev.penstock.wire.ResponsesStreams.events;
import static dev.penstock.wire.ResponsesStreams.object;
import static dev.penstock.wire.ResponsesStreams.output;
import static dev.penstock.wire.ResponsesStreams.response;
import static dev.penstock.wire.ResponsesStreams.told;
import static dev.penstock.wire.ResponsesStreams.types;
import static dev.penstock.wire.ResponsesStreams.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResponsesAnswerWriterTest {

    private static final ChatEvent STARTED = new ChatEvent.Started("up", "upstream");
    private static final ChatEvent END = new ChatEvent.Finished(StopReason.END, null);
    private static final ChatEvent CALLED = new ChatEvent.Finished(StopReason.TOOL_CALLS, null);

    private static List<Map<String, Object>> stream(ChatEvent... events) {
        return events(written(answering(HELLO), events));
    }

    @Test
    @DisplayName("T20, T21: every delta in an item and a part that were announced")
    void textHasTheOrderOfTheFormat() {
        List<Map<String, Object>> events =
                stream(
                        STARTED,
                        new ChatEvent.TextDelta("It is"),
                        new ChatEvent.TextDelta(" raining."),
                        END,
                        new ChatEvent.UsageReported(Usage.tokens(12, 5)));

        assertThat(types(events))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "content_part.added",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "completed");
        assertThat(object(events.get(2).get("item")))
                .containsEntry("id", "msg_7_0")
                .containsEntry("status", "in_progress")
                .containsEntry("content", List.of());
        Map<String, Object> response = response(events);
        assertThat(response)
                .containsEntry("id", "resp_7")
                .containsEntry("model", "pub/m")
                .containsEntry("status", "completed")
                .containsEntry("store", new JsonText("false"));
        assertThat(output(response)).isEqualTo(List.of(object(events.get(8).get("item"))));
        assertThat(object(response.get("usage")))
                .containsEntry("input_tokens", new JsonText("12"))
                .containsEntry("output_tokens", new JsonText("5"))
                .containsEntry("total_tokens", new JsonText("17"));
    }

    @Test
    @DisplayName("T19: a function call alone stands in the items and in the terminal event")
    void callsStandInTheTerminalEvent() {
        List<Map<String, Object>> events =
                stream(
                        STARTED,
                        new ChatEvent.ToolCallStarted(0, "toolu_1", "weather"),
                        new ChatEvent.ToolCallDelta(0, "{\"city\":"),
                        new ChatEvent.ToolCallDelta(0, "\"Brno\"}"),
                        CALLED);

        assertThat(types(events))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "function_call_arguments.delta",
                        "function_call_arguments.delta",
                        "function_call_arguments.done",
                        "output_item.done",
                        "completed");
        assertThat(output(response(events)))
                .containsExactly(
                        Map.of(
                                "id", "fc_7_0",
                                "type", "function_call",
                                "status", "completed",
                                "call_id", "toolu_1",
                                "name", "weather",
                                "arguments", "{\"city\":\"Brno\"}"));
    }

    @Test
    @DisplayName("T2: a call without arguments has an empty object")
    void callWithoutArgumentsHasAnEmptyObject() {
        List<Map<String, Object>> events =
                stream(STARTED, new ChatEvent.ToolCallStarted(0, "c", "clock"), CALLED);
        assertThat(told(events, "function_call_arguments.delta", "delta")).containsExactly("{}");
        assertThat(output(response(events)).getFirst()).containsEntry("arguments", "{}");
    }

    @Test
    void callsWrittenAtTheSameTimeBecomeItemsOneAfterTheOther() {
        List<Map<String, Object>> events =
                stream(
                        STARTED,
                        new ChatEvent.ToolCallStarted(0, "a", "one"),
                        new ChatEvent.ToolCallStarted(1, "b", "two"),
                        new ChatEvent.ToolCallDelta(1, "{\"y\":"),
                        new ChatEvent.ToolCallDelta(0, "{\"x\":1}"),
                        new ChatEvent.ToolCallDelta(1, "2}"),
                        CALLED);
        assertThat(types(events))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "function_call_arguments.delta",
                        "function_call_arguments.done",
                        "output_item.done",
                        "output_item.added",
                        "function_call_arguments.delta",
                        "function_call_arguments.delta",
                        "function_call_arguments.done",
                        "output_item.done",
                        "completed");
        assertThat(output(response(events)))
                .extracting(item -> item.get("arguments"))
                .containsExactly("{\"x\":1}", "{\"y\":2}");
    }

    @Test
    void signedThinkingIsAnItemOfItsOwnUnderASeal() {
        List<Map<String, Object>> events =
                stream(
                        STARTED,
                        new ChatEvent.ReasoningDelta("Let me"),
                        new ChatEvent.ReasoningDelta(" see."),
                        new ChatEvent.ReasoningSigned("sig"),
                        new ChatEvent.ReasoningRedacted("dark"),
                        new ChatEvent.TextDelta("Yes."),
                        END);
        assertThat(types(events).subList(2, 10))
                .containsExactly(
                        "output_item.added",
                        "reasoning_summary_part.added",
                        "reasoning_summary_text.delta",
                        "reasoning_summary_text.delta",
                        "reasoning_summary_text.done",
                        "reasoning_summary_part.done",
                        "output_item.done",
                        "output_item.added");
        List<Map<String, Object>> output = output(response(events));
        assertThat(output)
                .extracting(item -> item.get("type"))
                .containsExactly("reasoning", "reasoning", "message");
        assertThat(output)
                .extracting(item -> item.get("encrypted_content"))
                .startsWith("penstock.s.sig", "penstock.r.dark");
    }

    @Test
    void customToolGetsItsTextBack() {
        CallerCodec codec =
                answering("{'model':'m','input':'hi','tools':[{'type':'custom','name':'patch'}]}");
        List<Map<String, Object>> events =
                events(
                        written(
                                codec,
                                STARTED,
                                new ChatEvent.ToolCallStarted(0, "c", "patch"),
                                new ChatEvent.ToolCallDelta(0, "{\"input\":\"a"),
                                new ChatEvent.ToolCallDelta(0, "\\nb\"}"),
                                CALLED));
        assertThat(told(events, "custom_tool_call_input.done", "input")).containsExactly("a\nb");
        assertThat(output(response(events)).getFirst())
                .containsEntry("type", "custom_tool_call")
                .containsEntry("input", "a\nb")
                .doesNotContainKey("arguments");
    }

    @Test
    void limitAndFilterMakeTheResponseIncomplete() {
        List<Map<String, Object>> cut =
                stream(
                        STARTED,
                        new ChatEvent.TextDelta("a"),
                        new ChatEvent.Finished(StopReason.MAX_TOKENS, null));
        assertThat(types(cut)).endsWith("incomplete");
        assertThat(object(response(cut).get("incomplete_details")))
                .containsEntry("reason", "max_output_tokens");
        assertThat(output(response(cut)).getFirst()).containsEntry("status", "incomplete");

        List<Map<String, Object>> filtered =
                stream(STARTED, new ChatEvent.Finished(StopReason.REFUSAL, null));
        assertThat(object(response(filtered).get("incomplete_details")))
                .containsEntry("reason", "content_filter");
    }

    @Test
    void refusalIsAPartOfItsOwn() {
        List<Map<String, Object>> events =
                stream(
                        STARTED,
                        new ChatEvent.TextDelta("Well. "),
                        new ChatEvent.RefusalDelta("No."),
                        new ChatEvent.Finished(StopReason.REFUSAL, null));
        assertThat(types(events))
                .containsSubsequence(
                        "output_text.done",
                        "content_part.done",
                        "content_part.added",
                        "refusal.delta",
                        "refusal.done",
                        "content_part.done",
                        "output_item.done",
                        "completed");
        assertThat(output(response(events))).hasSize(1);
    }

    @Test
    @DisplayName("E1, E3: a failure in the middle ends in response.failed, never in completed")
    void failureEndsTheResponse() {
        CallerCodec codec = answering(HELLO);
        AnswerWriter writer = codec.writer(ResponsesStreams.IDENTITY, true);
        StringBuilder all = new StringBuilder();
        all.append(new String(writer.write(STARTED), UTF_8));
        all.append(new String(writer.write(new ChatEvent.TextDelta("a")), UTF_8));
        Failure failure = new Failure.Provider(Failure.ProviderKind.RATE_LIMITED, "slow down");
        all.append(new String(codec.encodeEvent(failure, "id"), UTF_8));

        List<Map<String, Object>> events = events(all.toString());
        assertThat(events.get(events.size() - 2))
                .containsEntry("type", "error")
                .containsEntry("message", "slow down");
        assertThat(events.getLast()).containsEntry("type", "response.failed");
        assertThat(response(events)).containsEntry("status", "failed");
        assertThat(object(response(events).get("error")))
                .containsEntry("code", "rate_limit_exceeded");
    }

    @Test
    void failureOfARelayedStreamIsAnErrorEventAlone() {
        Failure failure = new Failure.Provider(Failure.ProviderKind.TRUNCATED, "cut");
        String event = new String(answering(HELLO).encodeEvent(failure, "id"), UTF_8);
        assertThat(events(event)).hasSize(1);
        assertThat(events(event).getFirst()).containsEntry("type", "error");
    }

    @Test
    void responseRepeatsTheRequestOnOneLine() {
        CallerCodec codec =
                answering(
                        "{'model':'m','input':'hi','instructions':'Be kind','temperature':0.5,\n"
                                + "'tools':[\n {'type':'function','name':'f'}\n]}");
        Map<String, Object> response = response(events(written(codec, STARTED, END)));
        assertThat(response)
                .containsEntry("instructions", "Be kind")
                .containsEntry("temperature", new JsonText("0.5"))
                .containsEntry("tool_choice", "auto");
        assertThat(JsonTree.elements(response.get("tools"))).hasSize(1);
    }

    @Test
    void usageHasBothDetails() {
        Usage usage =
                Usage.tokens(10, 3)
                        .with(UsageClass.CACHE_READ, 100)
                        .with(UsageClass.CACHE_WRITE_1H, 50)
                        .with(UsageClass.REASONING, 4);
        Map<String, Object> told =
                object(
                        response(stream(STARTED, new ChatEvent.UsageReported(usage), END))
                                .get("usage"));
        assertThat(told).containsEntry("input_tokens", new JsonText("160"));
        assertThat(object(told.get("input_tokens_details")))
                .containsEntry("cached_tokens", new JsonText("100"))
                .containsEntry("cache_write_tokens", new JsonText("50"));
        assertThat(object(told.get("output_tokens_details")))
                .containsEntry("reasoning_tokens", new JsonText("4"));
    }

    @Test
    void answerThatIsTooLongForItsTerminalEventIsGivenUp() {
        AnswerWriter writer = answering(HELLO).writer(ResponsesStreams.IDENTITY, true);
        String million = "x".repeat(1_000_000);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 40; i++) {
                                writer.write(new ChatEvent.TextDelta(million));
                            }
                        })
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("longer than");
    }
}
