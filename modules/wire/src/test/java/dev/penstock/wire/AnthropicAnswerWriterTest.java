// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.CALLER;
import static dev.penstock.wire.AnthropicSamples.IDENTITY;
import static dev.penstock.wire.AnthropicSamples.at;
import static dev.penstock.wire.AnthropicSamples.blocks;
import static dev.penstock.wire.AnthropicSamples.data;
import static dev.penstock.wire.AnthropicSamples.number;
import static dev.penstock.wire.AnthropicSamples.tree;
import static dev.penstock.wire.AnthropicSamples.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatEvent.Finished;
import dev.penstock.inference.ChatEvent.ReasoningDelta;
import dev.penstock.inference.ChatEvent.ReasoningRedacted;
import dev.penstock.inference.ChatEvent.ReasoningSigned;
import dev.penstock.inference.ChatEvent.RefusalDelta;
import dev.penstock.inference.ChatEvent.Started;
import dev.penstock.inference.ChatEvent.TextDelta;
import dev.penstock.inference.ChatEvent.ToolCallDelta;
import dev.penstock.inference.ChatEvent.ToolCallStarted;
import dev.penstock.inference.ChatEvent.UsageReported;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicAnswerWriterTest {

    private static final Started STARTED = new Started("chatcmpl-1", "gpt");
    private static final Finished END = new Finished(StopReason.END, null);
    private static final Finished CALLS = new Finished(StopReason.TOOL_CALLS, null);

    private static Object lastDelta(String stream) {
        List<Object> events = data(stream);
        return events.get(events.size() - 2);
    }

    private static String reason(String stream) {
        return (String) at(lastDelta(stream), "delta", "stop_reason");
    }

    @Test
    void textStreamIsWhatTheFormatShows() {
        String stream =
                write(
                        STARTED,
                        new TextDelta("Hel"),
                        new TextDelta("lo 😀"),
                        END,
                        new UsageReported(Usage.tokens(7, 2)));
        assertThat(data(stream))
                .containsExactly(
                        tree(
                                "{'type':'message_start','message':{'id':'msg_0198',"
                                        + "'type':'message','role':'assistant',"
                                        + "'model':'public/name','content':[],"
                                        + "'stop_reason':null,'stop_sequence':null,"
                                        + "'stop_details':null,'container':null,"
                                        + "'usage':{'input_tokens':0,"
                                        + "'cache_creation_input_tokens':0,"
                                        + "'cache_read_input_tokens':0,'output_tokens':0,"
                                        + "'cache_creation':{'ephemeral_5m_input_tokens':0,"
                                        + "'ephemeral_1h_input_tokens':0},"
                                        + "'service_tier':'standard'}}}"),
                        tree(
                                "{'type':'content_block_start','index':0,'content_block':"
                                        + "{'type':'text','text':'','citations':null}}"),
                        tree(
                                "{'type':'content_block_delta','index':0,'delta':"
                                        + "{'type':'text_delta','text':'Hel'}}"),
                        tree(
                                "{'type':'content_block_delta','index':0,'delta':"
                                        + "{'type':'text_delta','text':'lo 😀'}}"),
                        tree("{'type':'content_block_stop','index':0}"),
                        tree(
                                "{'type':'message_delta','delta':{'stop_reason':'end_turn',"
                                        + "'stop_sequence':null,'stop_details':null,"
                                        + "'container':null},'usage':{'input_tokens':7,"
                                        + "'cache_creation_input_tokens':0,"
                                        + "'cache_read_input_tokens':0,'output_tokens':2}}"),
                        tree("{'type':'message_stop'}"));
        assertThat(stream).startsWith("event: message_start\ndata: {").endsWith("}\n\n");
    }

    @Test
    void everyWriteIsWholeEvents() {
        AnswerWriter writer = CALLER.writer(IDENTITY, true);
        List<ChatEvent> events =
                List.of(
                        STARTED,
                        new ReasoningDelta("hm"),
                        new TextDelta("a"),
                        new ToolCallStarted(0, "c", "f"),
                        new ToolCallDelta(0, "{}"),
                        CALLS);
        for (ChatEvent event : events) {
            String sent = new String(writer.write(event), UTF_8);
            assertThat(sent.isEmpty() || (sent.startsWith("event: ") && sent.endsWith("\n\n")))
                    .as("%s gives %s", event, sent)
                    .isTrue();
        }
        assertThat(new String(writer.end(), UTF_8)).endsWith("\n\n");
    }

    @Test
    void textGoesOutAtOnce() {
        AnswerWriter writer = CALLER.writer(IDENTITY, false);
        writer.write(STARTED);
        assertThat(new String(writer.write(new TextDelta("first")), UTF_8)).contains("first");
        assertThat(new String(writer.write(new TextDelta("second")), UTF_8)).contains("second");
    }

    @Test
    void usageKnownBeforeTheFirstContentStandsInMessageStart() {
        String stream =
                write(
                        STARTED,
                        new UsageReported(Usage.tokens(41, 1)),
                        new TextDelta("a"),
                        new UsageReported(Usage.tokens(41, 9)),
                        END);
        Object first = data(stream).getFirst();
        assertThat(number(first, "message", "usage", "input_tokens")).isEqualTo(41);
        assertThat(number(lastDelta(stream), "usage", "output_tokens")).isEqualTo(9);
    }

    @Test
    void t5NameAndWholeArgumentsInOneStepGiveStartAndOneDelta() {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "call_1", "f"),
                        new ToolCallDelta(0, "{\"x\":1}"),
                        CALLS);
        assertThat(blocks(stream)).containsExactly("tool_use call_1 f|{\"x\":1}");
        assertThat(data(stream).get(1))
                .isEqualTo(
                        tree(
                                "{'type':'content_block_start','index':0,'content_block':"
                                        + "{'type':'tool_use','id':'call_1','name':'f','input':{},"
                                        + "'caller':{'type':'direct'}}}"));
        assertThat(reason(stream)).isEqualTo("tool_use");
    }

    @Test
    void t7TextToolTextAreThreeBlocks() {
        String stream =
                write(
                        STARTED,
                        new TextDelta("before"),
                        new ToolCallStarted(0, "c", "f"),
                        new ToolCallDelta(0, "{\"a\":"),
                        new ToolCallDelta(0, "[1,\"}\"]}"),
                        new TextDelta("after"),
                        CALLS);
        assertThat(blocks(stream))
                .containsExactly("text|before", "tool_use c f|{\"a\":|[1,\"}\"]}", "text|after");
    }

    @Test
    void t8InterleavedParallelCallsBecomeWholeBlocks() {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "a", "f"),
                        new ToolCallStarted(1, "b", "g"),
                        new ToolCallDelta(0, "{\"x\""),
                        new ToolCallDelta(1, "{\"y\""),
                        new ToolCallDelta(0, ":1}"),
                        new ToolCallDelta(1, ":2}"),
                        CALLS);
        assertThat(blocks(stream))
                .containsExactly("tool_use a f|{\"x\"|:1}", "tool_use b g|{\"y\"|:2}");
    }

    @Test
    void secondCallIsLiveOnceTheFirstIsWhole() {
        AnswerWriter writer = CALLER.writer(IDENTITY, false);
        writer.write(STARTED);
        writer.write(new ToolCallStarted(0, "a", "f"));
        writer.write(new ToolCallDelta(0, "{}"));
        assertThat(new String(writer.write(new ToolCallStarted(1, "b", "g")), UTF_8))
                .contains("content_block_stop")
                .contains("\"id\":\"b\"");
        assertThat(new String(writer.write(new ToolCallDelta(1, "{\"live\":")), UTF_8))
                .contains("live");
    }

    @Test
    void threeInterleavedCallsKeepTheirOrder() {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "a", "f"),
                        new ToolCallStarted(1, "b", "g"),
                        new ToolCallStarted(2, "c", "h"),
                        new ToolCallDelta(2, "{\"z\":3}"),
                        new ToolCallDelta(1, "{\"y\":2}"),
                        new ToolCallDelta(0, "{\"x\":1}"),
                        CALLS);
        assertThat(blocks(stream))
                .containsExactly(
                        "tool_use a f|{\"x\":1}",
                        "tool_use b g|{\"y\":2}",
                        "tool_use c h|{\"z\":3}");
    }

    @Test
    void textWaitsForAToolThatIsNotWhole() {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "a", "f"),
                        new ToolCallDelta(0, "{\"x\":"),
                        new TextDelta("meanwhile"),
                        new ToolCallDelta(0, "1}"),
                        new TextDelta(" on"),
                        CALLS);
        assertThat(blocks(stream)).containsExactly("tool_use a f|{\"x\":|1}", "text|meanwhile| on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "null"})
    void t2ToolWithoutArgumentsHasAnEmptyObject(String arguments) {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "c", "f"),
                        new ToolCallDelta(0, arguments),
                        CALLS);
        assertThat(blocks(stream)).containsExactly("tool_use c f|{}");
    }

    @Test
    void argumentsThatAreNoObjectAreWrapped() {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "c", "f"),
                        new ToolCallDelta(0, "ls "),
                        new ToolCallDelta(0, "\"-l\""),
                        CALLS);
        assertThat(blocks(stream))
                .containsExactly("tool_use c f|{\"raw_arguments\":\"ls \\\"-l\\\"\"}");
    }

    @Test
    void t15CutArgumentsPassAndTheReasonStaysMaxTokens() {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "c", "f"),
                        new ToolCallDelta(0, "{\"x\":\"ab"),
                        new Finished(StopReason.MAX_TOKENS, null));
        assertThat(blocks(stream)).containsExactly("tool_use c f|{\"x\":\"ab");
        assertThat(reason(stream)).isEqualTo("max_tokens");
    }

    @Test
    void t16EndWithCallsIsToolUse() {
        String stream =
                write(STARTED, new ToolCallStarted(0, "c", "f"), new ToolCallDelta(0, "{}"), END);
        assertThat(reason(stream)).isEqualTo("tool_use");
    }

    @Test
    void toolReasonWithoutCallsIsEndTurn() {
        assertThat(reason(write(STARTED, new TextDelta("a"), CALLS))).isEqualTo("end_turn");
    }

    @Test
    void s1ThinkingIsClosedWithASignatureBeforeText() {
        String stream =
                write(
                        STARTED,
                        new ReasoningDelta("let "),
                        new ReasoningDelta("me"),
                        new TextDelta("so"),
                        END);
        assertThat(blocks(stream))
                .containsExactly("thinking|let |me|=penstock-unsigned", "text|so");
    }

    @Test
    void s2ThereIsOneMessageStart() {
        String stream =
                write(
                        STARTED,
                        new ReasoningDelta("a"),
                        STARTED,
                        new TextDelta("b"),
                        new ReasoningDelta("c"),
                        END);
        assertThat(data(stream).stream().filter(e -> at(e, "type").equals("message_start")))
                .hasSize(1);
        assertThat(blocks(stream)).hasSize(3);
    }

    @Test
    void s3ThinkingAfterAToolCallIsANewBlock() {
        String stream =
                write(
                        STARTED,
                        new ToolCallStarted(0, "c", "f"),
                        new ToolCallDelta(0, "{}"),
                        new ReasoningDelta("hm"),
                        CALLS);
        assertThat(blocks(stream))
                .containsExactly("tool_use c f|{}", "thinking|hm|=penstock-unsigned");
    }

    @Test
    void s4SignaturesAndRedactedThinkingPassUnchanged() {
        String stream =
                write(
                        STARTED,
                        new ReasoningDelta("a"),
                        new ReasoningSigned("EqQB+/=="),
                        new ReasoningRedacted("opaque+/="),
                        new ReasoningDelta("b"),
                        new ReasoningSigned("second"),
                        new TextDelta("t"),
                        END);
        assertThat(blocks(stream))
                .containsExactly(
                        "thinking|a|=EqQB+/==",
                        "redacted_thinking opaque+/=",
                        "thinking|b|=second",
                        "text|t");
    }

    @Test
    void s12SignatureWithoutTextIsStillAThinkingBlock() {
        assertThat(blocks(write(STARTED, new ReasoningSigned("sig"), new TextDelta("t"), END)))
                .containsExactly("thinking|=sig", "text|t");
    }

    @Test
    void u4UsageAfterTheFinishStandsInMessageDelta() {
        Usage usage =
                Usage.tokens(10, 5)
                        .with(UsageClass.CACHE_READ, 100)
                        .with(UsageClass.CACHE_WRITE_5M, 30)
                        .with(UsageClass.CACHE_WRITE_1H, 20)
                        .with(UsageClass.REASONING, 4);
        String stream = write(STARTED, new TextDelta("a"), END, new UsageReported(usage));
        assertThat(at(lastDelta(stream), "usage"))
                .isEqualTo(
                        tree(
                                "{'input_tokens':10,'cache_creation_input_tokens':50,"
                                        + "'cache_read_input_tokens':100,'output_tokens':9,"
                                        + "'output_tokens_details':{'thinking_tokens':4}}"));
    }

    @Test
    void stopSequenceIsNamed() {
        Object delta =
                lastDelta(
                        write(
                                STARTED,
                                new TextDelta("a"),
                                new Finished(StopReason.STOP_SEQUENCE, "###")));
        assertThat(at(delta, "delta", "stop_reason")).isEqualTo("stop_sequence");
        assertThat(at(delta, "delta", "stop_sequence")).isEqualTo("###");
    }

    @ParameterizedTest
    @CsvSource({
        "END, end_turn",
        "MAX_TOKENS, max_tokens",
        "REFUSAL, refusal",
        "PAUSE, pause_turn",
        "CONTEXT_WINDOW, model_context_window_exceeded"
    })
    void reasonHasItsWord(StopReason reason, String word) {
        assertThat(reason(write(STARTED, new TextDelta("a"), new Finished(reason, null))))
                .isEqualTo(word);
    }

    @Test
    void refusalInWordsIsTextAndSaidInTheReason() {
        String stream = write(STARTED, new RefusalDelta("I will not"), END);
        assertThat(blocks(stream)).containsExactly("text|I will not");
        assertThat(reason(stream)).isEqualTo("refusal");
    }

    @Test
    void answerWithoutContentHasOneEmptyTextBlock() {
        assertThat(blocks(write(STARTED, END))).containsExactly("text");
        assertThat(blocks(write(END))).containsExactly("text");
    }

    @Test
    void endWithoutFinishIsRefused() {
        AnswerWriter writer = CALLER.writer(IDENTITY, false);
        writer.write(new TextDelta("a"));
        assertThatIllegalStateException().isThrownBy(writer::end);
    }
}
