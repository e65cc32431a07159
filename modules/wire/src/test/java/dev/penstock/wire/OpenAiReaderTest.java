// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiReaderTest {

    private static AnswerReader reader(boolean stream) {
        return new OpenAiProviderCodec(new Random(1)).reader(stream);
    }

    /// An event; `'` stands for `"`.
    static String event(String json) {
        return "data: " + json.replace('\'', '"') + "\n\n";
    }

    static String delta(String members) {
        return event(
                "{'id':'c1','object':'chat.completion.chunk','created':1,'model':'up','choices':["
                        + "{'index':0,'delta':{"
                        + members
                        + "},'finish_reason':null}]}");
    }

    static String finish(String reason) {
        return event(
                "{'id':'c1','model':'up','choices':[{'index':0,'delta':{},'finish_reason':'"
                        + reason
                        + "'}]}");
    }

    static final String USAGE =
            event("{'id':'c1','choices':[],'usage':{'prompt_tokens':9,'completion_tokens':5}}");
    static final String DONE = "data: [DONE]\n\n";

    private static List<ChatEvent> stream(String... events) {
        return Splits.events(() -> reader(true), String.join("", events));
    }

    private static List<ContentPart> parts(String... events) {
        return Splits.fold(stream(events)).parts();
    }

    private static List<ChatEvent> plain(String json) {
        return Splits.events(() -> reader(false), json.replace('\'', '"'));
    }

    private static ChatAnswer message(String message, String rest) {
        return Splits.fold(
                plain(
                        "{'id':'c1','model':'up','choices':[{'index':0,'message':"
                                + message
                                + rest
                                + "}]}"));
    }

    private static Failure failure(boolean stream, String answer) {
        byte[] bytes = answer.replace('\'', '"').getBytes(UTF_8);
        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () -> Splits.read(reader(stream), bytes, List.of(bytes.length)));
        assertThat(thrown).as(answer).isNotNull();
        FailureException slowly =
                catchThrowableOfType(
                        FailureException.class,
                        () -> Splits.read(reader(stream), bytes, Splits.ones(bytes.length)));
        assertThat(slowly.failure()).isEqualTo(thrown.failure());
        return thrown.failure();
    }

    @Test
    void textStreamIsRead() {
        assertThat(
                        stream(
                                delta("'role':'assistant','content':''"),
                                delta("'content':'Grüße '"),
                                delta("'content':'😀'"),
                                finish("stop"),
                                USAGE,
                                DONE))
                .containsExactly(
                        new ChatEvent.Started("c1", "up"),
                        new ChatEvent.TextDelta("Grüße "),
                        new ChatEvent.TextDelta("😀"),
                        new ChatEvent.Finished(StopReason.END, null),
                        new ChatEvent.UsageReported(Usage.tokens(9, 5)));
    }

    @Test
    @DisplayName("T18: CRLF, comments and a missing last line end are read alike")
    void framingDoesNotMatter() {
        String lf = delta("'content':'a'") + finish("stop") + USAGE + DONE;
        List<ChatEvent> expected = stream(lf);
        assertThat(stream(lf.replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(stream(": keep-alive\n\n" + lf.replace("\n\n", "\n\n: x\n\n")))
                .isEqualTo(expected);
        assertThat(stream(lf.stripTrailing())).isEqualTo(expected);
        assertThat(stream(lf.replace("data: ", "data:"))).isEqualTo(expected);
        assertThat(stream("data:\n\n" + lf)).isEqualTo(expected);
    }

    @Test
    @DisplayName("T9: a call that repeats id and name in every delta is one call")
    void repeatedIdAndNameAreOneCall() {
        assertThat(
                        parts(
                                call(0, "a", "f", "{\\'x"),
                                call(0, "a", "f", "\\':1}"),
                                call(0, "a", "f", ""),
                                finish("tool_calls")))
                .containsExactly(new ContentPart.ToolCall("a", "f", "{\"x\":1}"));
    }

    private static String call(Integer index, String id, String name, String arguments) {
        return delta(
                "'tool_calls':[{"
                        + (index == null ? "" : "'index':" + index + ",")
                        + (id == null ? "" : "'id':'" + id + "',")
                        + "'type':'function','function':{"
                        + (name == null ? "" : "'name':'" + name + "',")
                        + "'arguments':'"
                        + arguments
                        + "'}}]");
    }

    @Test
    @DisplayName("T10: index 0 for every call with a new id is a new call")
    void sameIndexWithNewIdIsAnotherCall() {
        assertThat(
                        stream(
                                call(0, "a", "f", "{}"),
                                call(0, "b", "f", "{"),
                                call(0, null, null, "}"),
                                call(0, "c", "g", ""),
                                finish("tool_calls")))
                .filteredOn(e -> e.toString().startsWith("ToolCall"))
                .containsExactly(
                        new ChatEvent.ToolCallStarted(0, "a", "f"),
                        new ChatEvent.ToolCallDelta(0, "{}"),
                        new ChatEvent.ToolCallStarted(1, "b", "f"),
                        new ChatEvent.ToolCallDelta(1, "{"),
                        new ChatEvent.ToolCallDelta(1, "}"),
                        new ChatEvent.ToolCallStarted(2, "c", "g"));
    }

    @Test
    @DisplayName("T8: interleaved parallel calls are kept apart, numbered densely")
    void interleavedCallsAreKeptApart() {
        assertThat(
                        parts(
                                call(3, "a", "f", ""),
                                call(7, "b", "g", "{"),
                                call(3, null, null, "{1"),
                                call(7, null, null, "2}"),
                                call(3, null, null, "}"),
                                finish("tool_calls")))
                .containsExactly(
                        new ContentPart.ToolCall("a", "f", "{1}"),
                        new ContentPart.ToolCall("b", "g", "{2}"));
    }

    @Test
    @DisplayName("T6: arguments in the chunk of the finish are not lost")
    void argumentsBesideTheFinishCount() {
        assertThat(
                        parts(
                                call(0, "a", "f", "{"),
                                event(
                                        "{'choices':[{'finish_reason':'tool_calls','delta':"
                                                + "{'tool_calls':[{'index':0,'function':"
                                                + "{'arguments':'}'}}]}}]}")))
                .containsExactly(new ContentPart.ToolCall("a", "f", "{}"));
    }

    @Test
    void callsWithoutIndexAreToldByIdOrName() {
        assertThat(
                        parts(
                                call(null, "a", "f", "{"),
                                call(null, "b", "g", ""),
                                call(null, "a", null, "}"),
                                call(null, null, "h", "{}"),
                                call(null, null, null, " "),
                                finish("tool_calls")))
                .hasSize(3)
                .startsWith(
                        new ContentPart.ToolCall("a", "f", "{}"),
                        new ContentPart.ToolCall("b", "g", ""))
                .last()
                .satisfies(last -> {
                    ContentPart.ToolCall call = (ContentPart.ToolCall) last;
                    assertThat(call.name()).isEqualTo("h");
                    assertThat(call.arguments()).isEqualTo("{} ");
                });
    }

    @Test
    void missingAndDoubleIdsAreReplaced() {
        List<ContentPart> parts =
                parts(
                        call(0, null, "f", "{}"),
                        call(0, null, "f", "{}"),
                        call(1, "", "g", ""),
                        call(2, "a", "h", ""),
                        call(3, "a", "i", ""),
                        finish("tool_calls"));
        assertThat(parts).hasSize(5);
        assertThat(parts)
                .extracting(part -> ((ContentPart.ToolCall) part).id())
                .doesNotHaveDuplicates()
                .contains("a")
                .allMatch(id -> id.matches("[A-Za-z0-9_-]+"));
    }

    @Test
    void nameMayComeAfterTheArguments() {
        assertThat(parts(call(0, "a", null, "{"), call(0, null, "f", "}"), finish("tool_calls")))
                .containsExactly(new ContentPart.ToolCall("a", "f", "{}"));
    }

    @Test
    void callWithoutANameIsMalformed() {
        assertThat(failure(true, call(0, "a", null, "{}") + finish("stop")).code())
                .isEqualTo("upstream_malformed");
    }

    @Test
    @DisplayName("T16: stop with tool calls means that tools are wanted")
    void stopWithCallsIsToolCalls() {
        assertThat(Splits.fold(stream(call(0, "a", "f", "{}"), finish("stop"))).stopReason())
                .isEqualTo(StopReason.TOOL_CALLS);
    }

    @Test
    @DisplayName("T15: a call cut by the token limit is passed on as it is")
    void cutCallStays() {
        ChatAnswer answer = Splits.fold(stream(call(0, "a", "f", "{\\'x"), finish("length")));
        assertThat(answer.parts()).containsExactly(new ContentPart.ToolCall("a", "f", "{\"x"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @ParameterizedTest
    @CsvSource({
        "stop,END", "length,MAX_TOKENS", "tool_calls,TOOL_CALLS", "function_call,TOOL_CALLS",
        "content_filter,REFUSAL", "MAX_TOKENS,MAX_TOKENS", "eos,END", "error,END"
    })
    @DisplayName("E7: whatever a server says becomes a reason of the closed set")
    void finishReasonsAreMapped(String said, StopReason reason) {
        assertThat(stream(delta("'content':'a'"), finish(said)))
                .endsWith(new ChatEvent.Finished(reason, null));
    }

    @Test
    @DisplayName("E4: an empty finish reason is none")
    void emptyFinishReasonIsNone() {
        String unfinished =
                event("{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':''}]}");
        assertThat(stream(unfinished, unfinished, finish("stop")))
                .filteredOn(ChatEvent.Finished.class::isInstance)
                .hasSize(1);
        assertThat(failure(true, unfinished + DONE).code()).isEqualTo("upstream_truncated");
    }

    @Test
    void secondFinishIsIgnored() {
        assertThat(stream(delta("'content':'a'"), finish("stop"), finish("length")))
                .endsWith(new ChatEvent.Finished(StopReason.END, null));
    }

    @Test
    @DisplayName("S1: thinking under either name comes before the words")
    void thinkingIsReadUnderEitherName() {
        assertThat(
                        parts(
                                delta("'reasoning_content':'a','content':''"),
                                delta("'reasoning':'b','reasoning_content':'b'"),
                                delta("'content':'d','reasoning':'c'"),
                                finish("stop")))
                .containsExactly(new ContentPart.Reasoning("abc", null), new ContentPart.Text("d"));
    }

    @Test
    void partsInsteadOfTextAreRead() {
        assertThat(
                        parts(
                                delta(
                                        "'content':[{'type':'thinking','thinking':"
                                                + "[{'type':'text','text':'hm'}]},"
                                                + "{'type':'text','text':'a'}]"),
                                finish("stop")))
                .containsExactly(new ContentPart.Reasoning("hm", null), new ContentPart.Text("a"));
    }

    @Test
    void refusalIsRead() {
        assertThat(parts(delta("'refusal':'no'"), finish("content_filter")))
                .containsExactly(new ContentPart.Refusal("no"));
    }

    @Test
    void deprecatedFunctionCallIsRead() {
        assertThat(
                        parts(
                                delta("'function_call':{'name':'f','arguments':''}"),
                                delta("'function_call':{'arguments':'{}'}"),
                                finish("function_call")))
                .singleElement()
                .satisfies(part ->
                        assertThat((ContentPart.ToolCall) part)
                                .extracting("name", "arguments")
                                .containsExactly("f", "{}"));
    }

    @Test
    void unknownMembersAndOtherChoicesArePassedOver() {
        assertThat(
                        parts(
                                event("{'choices':[],'prompt_filter_results':[{'a':[1,{}]}]}"),
                                event(
                                        "{'x':[[]],'choices':[{'index':1,'delta':{'content':'no'}},"
                                                + "{'index':0,'delta':{'content':'a','y':{}},"
                                                + "'logprobs':{}}],'error':null}"),
                                finish("stop")))
                .containsExactly(new ContentPart.Text("a"));
    }

    @Test
    @DisplayName("U8, U9: usage in every chunk counts once, the last")
    void lastUsageCounts() {
        ChatAnswer answer =
                Splits.fold(
                        stream(
                                delta("'content':'a'"),
                                event(
                                        "{'usage':{'prompt_tokens':9,'completion_tokens':1},"
                                                + "'choices':[{'delta':{},"
                                                + "'finish_reason':'stop'}]}"),
                                USAGE));
        assertThat(answer.usage()).isEqualTo(Usage.tokens(9, 5));
    }

    @Test
    @DisplayName("U11: usage that Groq repeats is counted once")
    void groqUsageIsCountedOnce() {
        String repeated =
                "{'choices':[{'delta':{},'finish_reason':'stop'}],'x_groq':{'id':'r','usage':"
                        + "{'prompt_tokens':9,'completion_tokens':5}}}";
        assertThat(stream(delta("'content':'a'"), event(repeated), USAGE))
                .filteredOn(ChatEvent.UsageReported.class::isInstance)
                .hasSize(1);
        assertThat(failure(true, event("{'x_groq':{'error':'over'}}")).code())
                .isEqualTo("upstream_failed");
    }

    @Test
    @DisplayName("U1: classes of usage are disjoint")
    void usageIsSplitIntoClasses() {
        Usage usage =
                usage(
                        "'prompt_tokens':160,'completion_tokens':50,'total_tokens':210,"
                                + "'prompt_tokens_details':{'cached_tokens':100,"
                                + "'cache_write_tokens':30,'audio_tokens':5,'text_tokens':155},"
                                + "'completion_tokens_details':{'reasoning_tokens':40,"
                                + "'audio_tokens':2,'rejected_prediction_tokens':1}");
        assertThat(usage.counts())
                .isEqualTo(
                        java.util.Map.of(
                                UsageClass.INPUT, 25L,
                                UsageClass.CACHE_READ, 100L,
                                UsageClass.CACHE_WRITE_5M, 30L,
                                UsageClass.AUDIO_INPUT, 5L,
                                UsageClass.OUTPUT, 8L,
                                UsageClass.REASONING, 40L,
                                UsageClass.AUDIO_OUTPUT, 2L));
        assertThat(usage.totalInput()).isEqualTo(160);
        assertThat(usage.totalOutput()).isEqualTo(50);
    }

    private static Usage usage(String members) {
        return message("{'content':'a'}", "}],'usage':{" + members + "},'z':[{'y':1").usage();
    }

    @Test
    void usageIsNeverNegative() {
        Usage usage =
                usage(
                        "'prompt_tokens':10,'completion_tokens':-4,"
                                + "'prompt_tokens_details':{'cached_tokens':100,"
                                + "'audio_tokens':3},'completion_tokens_details':"
                                + "{'reasoning_tokens':7}");
        assertThat(usage.counts()).isEqualTo(java.util.Map.of(UsageClass.CACHE_READ, 10L));
    }

    @Test
    void reasoningBesideTheCompletionIsAdded() {
        Usage usage =
                usage(
                        "'prompt_tokens':10,'completion_tokens':5,'total_tokens':315,"
                                + "'completion_tokens_details':{'reasoning_tokens':300}");
        assertThat(usage.of(UsageClass.OUTPUT)).isEqualTo(5);
        assertThat(usage.of(UsageClass.REASONING)).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'prompt_tokens':null",
                "'total_tokens':7",
                "'prompt_tokens':'many'",
                "'prompt_tokens_details':null"
            })
    @DisplayName("U10: usage without counts is no usage")
    void usageWithoutCountsIsNone(String members) {
        assertThat(usage(members)).isNull();
    }

    @Test
    void cacheHitsUnderAnotherNameCount() {
        assertThat(usage("'prompt_tokens':10,'prompt_cache_hit_tokens':4").counts())
                .isEqualTo(java.util.Map.of(UsageClass.INPUT, 6L, UsageClass.CACHE_READ, 4L));
    }

    @Test
    void plainAnswerIsRead() {
        ChatAnswer answer =
                message(
                        "{'role':'assistant','content':'a','reasoning':'hm','refusal':null,"
                                + "'tool_calls':[{'id':'x','type':'function','function':"
                                + "{'name':'f','arguments':{'b': 1}}}]}",
                        ",'finish_reason':'stop'");
        assertThat(answer.id()).isEqualTo("c1");
        assertThat(answer.model()).isEqualTo("up");
        assertThat(answer.parts())
                .containsExactly(
                        new ContentPart.Reasoning("hm", null),
                        new ContentPart.Text("a"),
                        new ContentPart.ToolCall("x", "f", "{\"b\": 1}"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(answer.usage()).isNull();
    }

    @Test
    void plainAnswerIsCompleteWithoutAReason() {
        assertThat(message("{'content':null}", "").stopReason()).isEqualTo(StopReason.END);
    }

    @Test
    @DisplayName("E3: a stream that ends without a finish is truncated")
    void missingFinishIsTruncated() {
        assertThat(failure(true, delta("'content':'a'")).code()).isEqualTo("upstream_truncated");
        assertThat(failure(true, delta("'content':'a'") + DONE).code())
                .isEqualTo("upstream_truncated");
        assertThat(failure(true, "").code()).isEqualTo("upstream_truncated");
        assertThat(failure(false, "").code()).isEqualTo("upstream_truncated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{'error':{'message':'m','code':'rate_limit_exceeded'}} | upstream_rate_limited",
                "{'error':{'message':'m','type':'server_error'}} | upstream_failed",
                "{'error':'boom'} | upstream_failed",
                "{'error':{'message':'m','code':429}} | upstream_rate_limited",
                "{'error':{'message':'m','code':'502'}} | upstream_failed",
                "{'error':{'message':'m','type':'insufficient_quota'}} | upstream_quota",
                "{'error':{'code':'server_is_overloaded'}} | upstream_overloaded",
                "{'error':{'type':'invalid_request_error','message':'m'}} | upstream_rejected",
                "{'error':{'code':'context_length_exceeded'}} | context_length",
                "{'object':'error','message':'m','code':400} | upstream_rejected",
            })
    @DisplayName("E11: an error inside a success is a failure, streamed or not")
    void errorInsideASuccessIsAFailure(String json, String code) {
        assertThat(failure(false, json).code()).isEqualTo(code);
        assertThat(failure(true, json).code()).isEqualTo(code);
        assertThat(failure(true, event(json)).code()).isEqualTo(code);
        assertThat(failure(true, "event: error\n" + event(json)).code()).isEqualTo(code);
        assertThat(failure(true, delta("'content':'a'") + event(json)).code()).isEqualTo(code);
    }

    @Test
    void wholeCompletionInsteadOfAStreamIsUnderstood() {
        assertThat(
                        stream(
                                "\n{\"id\":\"c1\",\"choices\":[{\"message\":{\"content\":\"a\"},"
                                        + "\"finish_reason\":\"stop\"}]}"))
                .contains(
                        new ChatEvent.TextDelta("a"), new ChatEvent.Finished(StopReason.END, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: hello\n\n",
                "data: 7\n\n",
                "data: []\n\n",
                "data: {'choices':[{'delta':{'content':'a'}}]\n\n",
                "data: {'choices':7}\n\n",
                "data: {'choices':[{'delta':[]}]}\n\n",
                "data: {'choices':[]} {}\n\n",
                "{'choices':[]}",
                "{'choices':",
                "{}",
            })
    void whatIsNotOfTheFormatIsMalformed(String answer) {
        assertThat(failure(true, answer).code()).isEqualTo("upstream_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "7", "{}", "{'choices':[]}", "{'choices':[{}]", "null"})
    void whatIsNoCompletionIsMalformed(String answer) {
        assertThat(failure(false, answer).code()).isEqualTo("upstream_malformed");
    }

    @Test
    void spoiltStreamsNeverEndInAnotherException() {
        byte[] bytes =
                (delta("'content':'é'")
                                + call(0, "a", "f", "{}")
                                + event(
                                        "{'choices':[{'delta':{},'finish_reason':'stop'}],'usage':"
                                                + "{'prompt_tokens':1,'completion_tokens_details':"
                                                + "{'reasoning_tokens':2}}}")
                                + DONE)
                        .getBytes(UTF_8);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            byte[] spoilt = bytes.clone();
            for (int i = random.nextInt(5); i >= 0; i--) {
                spoilt[random.nextInt(spoilt.length)] =
                        (byte) "\"{}[],:0-e\\\nn\0é".charAt(random.nextInt(15));
            }
            try {
                Splits.read(reader(true), spoilt, Splits.pieces(random, spoilt.length));
            } catch (FailureException e) {
                assertThat(e.failure()).isNotNull();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + new String(spoilt, UTF_8), e);
            }
        }
    }

    @Test
    void endlessAnswersAreRefused() {
        byte[] block = "x".repeat(1 << 20).getBytes(UTF_8);
        for (String begin : new String[] {"data: ", "{", ": "}) {
            for (boolean stream : new boolean[] {true, false}) {
                AnswerReader reader = reader(stream);
                byte[] first = begin.getBytes(UTF_8);
                FailureException thrown =
                        catchThrowableOfType(
                                FailureException.class,
                                () -> {
                                    reader.feed(first, 0, first.length);
                                    for (int i = 0; i < 17; i++) {
                                        reader.feed(block, 0, block.length);
                                    }
                                });
                assertThat(thrown.failure().code()).isEqualTo("upstream_malformed");
            }
        }
    }
}
