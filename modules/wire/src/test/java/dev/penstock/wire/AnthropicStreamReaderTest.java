// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.PROVIDER;
import static dev.penstock.wire.AnthropicSamples.block;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.delta;
import static dev.penstock.wire.AnthropicSamples.end;
import static dev.penstock.wire.AnthropicSamples.fragment;
import static dev.penstock.wire.AnthropicSamples.providerKind;
import static dev.penstock.wire.AnthropicSamples.quoted;
import static dev.penstock.wire.AnthropicSamples.read;
import static dev.penstock.wire.AnthropicSamples.split;
import static dev.penstock.wire.AnthropicSamples.start;
import static dev.penstock.wire.AnthropicSamples.stop;
import static dev.penstock.wire.AnthropicSamples.stream;
import static dev.penstock.wire.AnthropicSamples.text;
import static dev.penstock.wire.AnthropicSamples.tool;
import static dev.penstock.wire.AnthropicSamples.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatEvent.Finished;
import dev.penstock.inference.ChatEvent.ReasoningDelta;
import dev.penstock.inference.ChatEvent.ReasoningRedacted;
import dev.penstock.inference.ChatEvent.ReasoningSigned;
import dev.penstock.inference.ChatEvent.Started;
import dev.penstock.inference.ChatEvent.TextDelta;
import dev.penstock.inference.ChatEvent.ToolCallDelta;
import dev.penstock.inference.ChatEvent.ToolCallStarted;
import dev.penstock.inference.ChatEvent.UsageReported;
import dev.penstock.inference.Failure;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicStreamReaderTest {

    private static final ChatEvent BEGUN = new Started("msg_1", "claude");

    private static List<ChatEvent> content(byte[] stream) {
        return read(stream).stream()
                .filter(e -> !(e instanceof Started) && !(e instanceof UsageReported))
                .toList();
    }

    private static Usage usage(byte[] stream) {
        return read(stream).stream()
                .filter(UsageReported.class::isInstance)
                .map(e -> ((UsageReported) e).usage())
                .reduce((_, last) -> last)
                .orElse(null);
    }

    private static byte[] everything() {
        return stream(
                start(),
                "{'type':'ping'}",
                block(0, "{'type':'thinking','thinking':'','signature':''}"),
                delta(0, "{'type':'thinking_delta','thinking':'hm 漢字'}"),
                delta(0, "{'type':'signature_delta','signature':'sig+/='}"),
                stop(0),
                block(1, "{'type':'redacted_thinking','data':'opaque'}"),
                stop(1),
                text(2),
                words(2, "Grüße 😀 "),
                words(2, "漢字"),
                stop(2),
                tool(3, "toolu_1", "f"),
                fragment(3, ""),
                fragment(3, "{~x~:"),
                fragment(3, "1}"),
                stop(3),
                end("tool_use"),
                end());
    }

    private static List<ChatEvent> everythingRead() {
        return List.of(
                BEGUN,
                new UsageReported(Usage.tokens(7, 1)),
                new ReasoningDelta("hm 漢字"),
                new ReasoningSigned("sig+/="),
                new ReasoningRedacted("opaque"),
                new TextDelta("Grüße 😀 "),
                new TextDelta("漢字"),
                new ToolCallStarted(0, "toolu_1", "f"),
                new ToolCallDelta(0, "{\"x\":"),
                new ToolCallDelta(0, "1}"),
                new UsageReported(Usage.tokens(7, 12)),
                new Finished(StopReason.TOOL_CALLS, null));
    }

    @Test
    void t17AnySplitGivesTheSameEvents() {
        split(
                everything(),
                pieces ->
                        assertThat(read(PROVIDER.reader(true), pieces))
                                .isEqualTo(everythingRead()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r"})
    void t18OtherLineEndsAreReadAlike(String lineEnd) {
        byte[] other = bytes(new String(everything(), UTF_8).replace("\n", lineEnd));
        split(
                other,
                pieces ->
                        assertThat(read(PROVIDER.reader(true), pieces))
                                .isEqualTo(everythingRead()));
    }

    @Test
    void t18CommentsSplitDataAndAMissingLastLineAreReadAlike() {
        String stream =
                ": hello\n\n"
                        + new String(everything(), UTF_8)
                                .replace("{\"type\":\"ping\"}", "{\"type\":\ndata: \"ping\"}")
                                .replace("event: content_block_start", ": beat\nid: 4");
        split(
                bytes(stream.stripTrailing()),
                pieces ->
                        assertThat(read(PROVIDER.reader(true), pieces))
                                .isEqualTo(everythingRead()));
    }

    @Test
    void everyPrefixIsTruncated() {
        byte[] whole = everything();
        int end = new String(whole, UTF_8).lastIndexOf("event: message_stop");
        byte[] cut = Arrays.copyOf(whole, bytes(new String(whole, UTF_8).substring(0, end)).length);
        for (int length = 0; length <= cut.length; length += 7) {
            byte[] prefix = Arrays.copyOf(cut, length);
            assertThat(providerKind(() -> read(PROVIDER.reader(true), prefix, 64)))
                    .as("prefix of %d", length)
                    .isEqualTo(Failure.ProviderKind.TRUNCATED);
        }
    }

    @Test
    void e3CloseWithoutMessageStopIsTruncated() {
        byte[] cut = stream(start(), text(0), words(0, "half"), stop(0), end("end_turn"));
        assertThat(providerKind(() -> read(cut))).isEqualTo(Failure.ProviderKind.TRUNCATED);
        assertThat(providerKind(() -> read(new byte[0]))).isEqualTo(Failure.ProviderKind.TRUNCATED);
    }

    @Test
    void t1PlaceholderInputIsNoPrefix() {
        assertThat(
                        content(
                                stream(
                                        start(),
                                        tool(0, "t", "f"),
                                        fragment(0, "{~x~:1}"),
                                        stop(0),
                                        end("tool_use"),
                                        end())))
                .containsExactly(
                        new ToolCallStarted(0, "t", "f"),
                        new ToolCallDelta(0, "{\"x\":1}"),
                        new Finished(StopReason.TOOL_CALLS, null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void t2ToolWithoutFragmentsHasAnEmptyObject(boolean emptyFragment) {
        byte[] stream =
                emptyFragment
                        ? stream(
                                start(),
                                tool(0, "t", "f"),
                                fragment(0, ""),
                                stop(0),
                                end("tool_use"),
                                end())
                        : stream(start(), tool(0, "t", "f"), stop(0), end("tool_use"), end());
        assertThat(content(stream)).contains(new ToolCallDelta(0, "{}"));
    }

    @Test
    void inputInTheStartCountsWhenNothingFollows() {
        String whole = "{'type':'tool_use','id':'t','name':'f','input':{'x':[1,2]}}";
        assertThat(content(stream(start(), block(0, whole), stop(0), end("tool_use"), end())))
                .contains(new ToolCallDelta(0, "{\"x\":[1,2]}"));
        assertThat(
                        content(
                                stream(
                                        start(),
                                        block(0, whole),
                                        fragment(0, "{~y~:1}"),
                                        stop(0),
                                        end("tool_use"),
                                        end())))
                .contains(new ToolCallDelta(0, "{\"y\":1}"))
                .doesNotContain(new ToolCallDelta(0, "{\"x\":[1,2]}"));
    }

    @Test
    void t3ToolIndexCountsToolsOnly() {
        assertThat(
                        content(
                                stream(
                                        start(),
                                        text(0),
                                        words(0, "a"),
                                        stop(0),
                                        tool(1, "t1", "f"),
                                        fragment(1, "{}"),
                                        stop(1),
                                        tool(2, "t2", "g"),
                                        fragment(2, "{}"),
                                        stop(2),
                                        end("tool_use"),
                                        end())))
                .contains(new ToolCallStarted(0, "t1", "f"), new ToolCallStarted(1, "t2", "g"))
                .contains(new ToolCallDelta(1, "{}"));
    }

    @Test
    void t4ToolAfterThinkingHasIndexZero() {
        assertThat(
                        content(
                                stream(
                                        start(),
                                        block(0, "{'type':'thinking','thinking':'hm'}"),
                                        stop(0),
                                        tool(1, "t", "f"),
                                        stop(1),
                                        end("tool_use"),
                                        end())))
                .startsWith(new ReasoningDelta("hm"), new ToolCallStarted(0, "t", "f"));
    }

    @Test
    void t15CutArgumentsPass() {
        assertThat(
                        content(
                                stream(
                                        start(),
                                        tool(0, "t", "f"),
                                        fragment(0, "{~x~:~ab"),
                                        stop(0),
                                        end("max_tokens"),
                                        end())))
                .containsExactly(
                        new ToolCallStarted(0, "t", "f"),
                        new ToolCallDelta(0, "{\"x\":\"ab"),
                        new Finished(StopReason.MAX_TOKENS, null));
    }

    @Test
    void s12ThinkingWithoutTextKeepsItsSignature() {
        assertThat(
                        content(
                                stream(
                                        start(),
                                        block(0, "{'type':'thinking','thinking':''}"),
                                        delta(0, "{'type':'signature_delta','signature':'s'}"),
                                        stop(0),
                                        end("end_turn"),
                                        end())))
                .containsExactly(new ReasoningSigned("s"), new Finished(StopReason.END, null));
    }

    @Test
    void whatAnthropicRunsItselfIsLeftOut() {
        assertThat(
                        content(
                                stream(
                                        start(),
                                        block(
                                                0,
                                                "{'type':'server_tool_use','id':'srvtoolu_1',"
                                                        + "'name':'web_search','input':{}}"),
                                        fragment(0, "{~query~:~x~}"),
                                        stop(0),
                                        block(
                                                1,
                                                "{'type':'web_search_tool_result',"
                                                        + "'tool_use_id':'srvtoolu_1',"
                                                        + "'content':[{'type':'web_search_result',"
                                                        + "'url':'u','title':'t'}]}"),
                                        stop(1),
                                        text(2),
                                        delta(
                                                2,
                                                "{'type':'citations_delta','citation':"
                                                        + "{'type':'x','cited_text':'y'}}"),
                                        words(2, "found"),
                                        stop(2),
                                        tool(3, "t", "f"),
                                        stop(3),
                                        "{'type':'tomorrow','index':3,'what':[{}]}",
                                        end("tool_use"),
                                        end())))
                .containsExactly(
                        new TextDelta("found"),
                        new ToolCallStarted(0, "t", "f"),
                        new ToolCallDelta(0, "{}"),
                        new Finished(StopReason.TOOL_CALLS, null));
    }

    @Test
    void u1CacheTokensStandInTheirClasses() {
        Usage usage =
                usage(
                        stream(
                                start(
                                        "{'input_tokens':10,'cache_read_input_tokens':100,"
                                                + "'cache_creation_input_tokens':50,"
                                                + "'cache_creation':{"
                                                + "'ephemeral_5m_input_tokens':30,"
                                                + "'ephemeral_1h_input_tokens':20},"
                                                + "'output_tokens':1}"),
                                end(
                                        "end_turn",
                                        "{'output_tokens':9,"
                                                + "'output_tokens_details':{'thinking_tokens':4}}"),
                                end()));
        assertThat(usage)
                .isEqualTo(
                        Usage.tokens(10, 5)
                                .with(UsageClass.REASONING, 4)
                                .with(UsageClass.CACHE_READ, 100)
                                .with(UsageClass.CACHE_WRITE_5M, 30)
                                .with(UsageClass.CACHE_WRITE_1H, 20));
        assertThat(usage.totalInput()).isEqualTo(160);
    }

    @Test
    void u2LaterUsageReplacesAndNullDoesNot() {
        assertThat(
                        usage(
                                stream(
                                        start(
                                                "{'input_tokens':10,'cache_read_input_tokens':3,"
                                                        + "'output_tokens':1}"),
                                        end(
                                                "end_turn",
                                                "{'input_tokens':12,'output_tokens':8,"
                                                        + "'cache_read_input_tokens':null}"),
                                        end())))
                .isEqualTo(Usage.tokens(12, 8).with(UsageClass.CACHE_READ, 3));
    }

    @Test
    void u3CacheFieldsOnlyInMessageDeltaAreTaken() {
        assertThat(
                        usage(
                                stream(
                                        start("{'input_tokens':10,'output_tokens':1}"),
                                        end(
                                                "end_turn",
                                                "{'output_tokens':8,'cache_read_input_tokens':90,"
                                                        + "'cache_creation_input_tokens':5}"),
                                        end())))
                .isEqualTo(
                        Usage.tokens(10, 8)
                                .with(UsageClass.CACHE_READ, 90)
                                .with(UsageClass.CACHE_WRITE_5M, 5));
    }

    @Test
    void u10AbsentUsageIsNotInvented() {
        assertThat(usage(stream(start("null"), text(0), words(0, "a"), stop(0), end()))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, END",
        "max_tokens, MAX_TOKENS",
        "stop_sequence, STOP_SEQUENCE",
        "tool_use, TOOL_CALLS",
        "pause_turn, PAUSE",
        "refusal, REFUSAL",
        "model_context_window_exceeded, CONTEXT_WINDOW",
        "compaction, END",
        "something_new, END"
    })
    void e7ReasonsAreAClosedSet(String word, StopReason reason) {
        assertThat(read(stream(start(), end(word), end())).getLast())
                .isEqualTo(new Finished(reason, null));
    }

    @Test
    void stopSequenceIsTold() {
        byte[] stream =
                stream(
                        start(),
                        "{'type':'message_delta','delta':{'stop_reason':'stop_sequence',"
                                + "'stop_sequence':'###'},'usage':{'output_tokens':1}}",
                        end());
        assertThat(read(stream).getLast()).isEqualTo(new Finished(StopReason.STOP_SEQUENCE, "###"));
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, OVERLOADED",
        "rate_limit_error, RATE_LIMITED",
        "api_error, FAILED",
        "timeout_error, TIMEOUT",
        "authentication_error, CREDENTIAL_REJECTED",
        "permission_error, CREDENTIAL_REJECTED",
        "billing_error, QUOTA",
        "invalid_request_error, REJECTED",
        "new_error, FAILED"
    })
    void e1ErrorEventIsAFailureOfItsKind(String type, Failure.ProviderKind kind) {
        byte[] stream =
                stream(
                        start(),
                        text(0),
                        words(0, "half"),
                        "{'type':'error','error':{'type':'" + type + "','message':'Sorry'}}",
                        end("end_turn"),
                        end());
        assertThat(providerKind(() -> read(stream))).isEqualTo(kind);
        assertThat(providerKind(() -> read(PROVIDER.reader(true), stream, 1))).isEqualTo(kind);
    }

    @Test
    void e11JsonErrorInsteadOfAStreamIsAFailureOfItsKind() {
        byte[] body =
                bytes(
                        quoted(
                                " \n{'type':'error','error':{'type':'overloaded_error',"
                                        + "'message':'Overloaded'}}"));
        split(
                body,
                pieces ->
                        assertThat(providerKind(() -> read(PROVIDER.reader(true), pieces)))
                                .isEqualTo(Failure.ProviderKind.OVERLOADED));
    }

    @Test
    void wholeMessageInsteadOfAStreamIsRead() {
        byte[] body =
                bytes(
                        quoted(
                                "{'type':'message','id':'msg_1','model':'claude','content':"
                                        + "[{'type':'text','text':'hi'}],"
                                        + "'stop_reason':'end_turn'}"));
        assertThat(read(body))
                .containsExactly(BEGUN, new TextDelta("hi"), new Finished(StopReason.END, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"message\"",
                "data: {\"type\":\n\ndata: {}\n\n",
                "data: 7\n\n",
                "data: {\"type\":\"content_block_start\",\"index\":0,"
                        + "\"content_block\":{\"type\":\"tool_use\",\"id\":\"x\"}}\n\n"
            })
    void whatIsNotTheFormatIsMalformed(String answer) {
        assertThat(providerKind(() -> read(bytes(answer))))
                .isEqualTo(Failure.ProviderKind.MALFORMED);
    }

    @Test
    void countsThatMakeNoSenseDoNotCostTheAnswer() {
        assertThat(
                        usage(
                                stream(
                                        start("{'input_tokens':-5,'output_tokens':'many'}"),
                                        end(
                                                "end_turn",
                                                "{'output_tokens':1e300,'cache_creation':7,"
                                                        + "'cache_read_input_tokens':[1]}"),
                                        end())))
                .isEqualTo(Usage.tokens(0, 1L << 50));
    }

    @Test
    void errorWithoutATypeIsAFailure() {
        byte[] stream = bytes("event: error\ndata: {\"error\":{\"message\":\"x\"}}\n\n");
        assertThat(providerKind(() -> read(stream))).isEqualTo(Failure.ProviderKind.FAILED);
    }

    @Test
    void nothingCountsAfterTheEnd() {
        byte[] stream = stream(start(), end("end_turn"), end(), text(0), words(0, "late"), end());
        assertThat(content(stream)).containsExactly(new Finished(StopReason.END, null));
    }

    @Test
    void callWithoutIdGetsOne() {
        byte[] stream =
                stream(
                        start(),
                        block(0, "{'type':'tool_use','name':'f','input':{}}"),
                        block(1, "{'type':'tool_use','id':'','name':'g','input':{}}"),
                        end("tool_use"),
                        end());
        assertThat(content(stream))
                .contains(
                        new ToolCallStarted(0, "toolu_msg_1_0", "f"),
                        new ToolCallStarted(1, "toolu_msg_1_1", "g"));
    }

    @Test
    void tooLargeEventIsMalformed() {
        AnswerReader reader = PROVIDER.reader(true);
        byte[] piece = bytes("x".repeat(1024 * 1024));
        byte[] begin = bytes("data: ");
        reader.feed(begin, 0, begin.length);
        assertThat(
                        providerKind(() -> {
                            for (int i = 0; i < 20; i++) {
                                reader.feed(piece, 0, piece.length);
                            }
                        }))
                .isEqualTo(Failure.ProviderKind.MALFORMED);
    }
}
