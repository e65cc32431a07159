// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.IDENTITY;
import static dev.penstock.wire.AnthropicSamples.at;
import static dev.penstock.wire.AnthropicSamples.block;
import static dev.penstock.wire.AnthropicSamples.blocks;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.data;
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
import static dev.penstock.wire.AnthropicSamples.tree;
import static dev.penstock.wire.AnthropicSamples.words;
import static dev.penstock.wire.AnthropicSamples.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams of one format as callers of the other one get them.
class AnthropicCrossStreamTest {

    private static final ProviderCodec OPENAI = ProviderCodec.of(WireFormat.OPENAI_CHAT);
    private static final CallerCodec OPENAI_CALLER = CallerCodec.of(WireFormat.OPENAI_CHAT);
    private static final String USAGE =
            "{'choices':[],'usage':{'prompt_tokens':160,'completion_tokens':9,'total_tokens':169,"
                    + "'prompt_tokens_details':{'cached_tokens':100,'cache_write_tokens':50}}}";

    // From OpenAI's format to Anthropic's.

    private static String piece(String delta) {
        return piece(delta, "null");
    }

    private static String piece(String delta, String finish) {
        return "{'id':'chatcmpl-9','object':'chat.completion.chunk','created':1,'model':'gpt',"
                + "'choices':[{'index':0,'delta':"
                + delta
                + ",'finish_reason':"
                + finish
                + "}]}";
    }

    private static String role() {
        return piece("{'role':'assistant','content':''}");
    }

    private static String said(String text) {
        return piece("{'content':'" + text + "'}");
    }

    private static String thought(String text) {
        return piece("{'reasoning_content':'" + text + "'}");
    }

    /// A piece of a tool call; quotes in the arguments are written as `~`.
    private static String call(int index, String id, String name, String arguments) {
        return "{'tool_calls':[{'index':"
                + index
                + (id == null ? "" : ",'id':'" + id + "','type':'function'")
                + ",'function':{"
                + (name == null ? "" : "'name':'" + name + "',")
                + "'arguments':'"
                + arguments.replace("~", "\\'")
                + "'}}]}";
    }

    private static byte[] chunks(String... chunks) {
        StringBuilder text = new StringBuilder();
        for (String chunk : chunks) {
            text.append("data: ").append(quoted(chunk)).append("\n\n");
        }
        return bytes(text.append("data: [DONE]\n\n").toString());
    }

    private static String toAnthropic(byte[] stream) {
        List<String> results = new ArrayList<>();
        split(stream, pieces -> results.add(write(read(OPENAI.reader(true), pieces))));
        assertThat(results.stream().map(r -> blocks(r).toString()).distinct()).hasSize(1);
        return results.getFirst();
    }

    private static Object ended(String stream) {
        List<Object> events = data(stream);
        return events.get(events.size() - 2);
    }

    private static Object reason(String stream) {
        return at(ended(stream), "delta", "stop_reason");
    }

    @Test
    void t5WholeCallInOneChunk() {
        String stream =
                toAnthropic(
                        chunks(
                                role(),
                                piece(call(0, "c1", "f", "{~x~:1}")),
                                piece("{}", "'tool_calls'")));
        assertThat(blocks(stream)).containsExactly("tool_use c1 f|{\"x\":1}");
        assertThat(reason(stream)).isEqualTo("tool_use");
    }

    @Test
    void t6ArgumentsWithTheFinishAreNotLost() {
        assertThat(
                        blocks(
                                toAnthropic(
                                        chunks(
                                                role(),
                                                piece(call(0, "c1", "f", "")),
                                                piece(
                                                        call(0, null, null, "{~x~:1}"),
                                                        "'tool_calls'")))))
                .containsExactly("tool_use c1 f|{\"x\":1}");
    }

    @Test
    void t7TextToolTextAreThreeBlocks() {
        assertThat(
                        blocks(
                                toAnthropic(
                                        chunks(
                                                role(),
                                                said("a"),
                                                piece(call(0, "c1", "f", "{}")),
                                                said("b"),
                                                piece("{}", "'tool_calls'")))))
                .containsExactly("text|a", "tool_use c1 f|{}", "text|b");
    }

    @Test
    void t8InterleavedCallsAreWholeBlocks() {
        assertThat(
                        blocks(
                                toAnthropic(
                                        chunks(
                                                role(),
                                                piece(call(0, "c1", "f", "")),
                                                piece(call(1, "c2", "g", "")),
                                                piece(call(0, null, null, "{~x~")),
                                                piece(call(1, null, null, "{~y~")),
                                                piece(call(0, null, null, ":1}")),
                                                piece(call(1, null, null, ":2}")),
                                                piece("{}", "'tool_calls'")))))
                .containsExactly("tool_use c1 f|{\"x\"|:1}", "tool_use c2 g|{\"y\"|:2}");
    }

    @Test
    void t9RepeatedIdAndNameAreOneBlock() {
        assertThat(
                        blocks(
                                toAnthropic(
                                        chunks(
                                                role(),
                                                piece(call(0, "c1", "f", "{~x~")),
                                                piece(call(0, "c1", "f", ":")),
                                                piece(call(0, "c1", "f", "1}")),
                                                piece("{}", "'tool_calls'")))))
                .containsExactly("tool_use c1 f|{\"x\"|:|1}");
    }

    @Test
    void t10NewIdUnderTheSameIndexIsANewBlock() {
        assertThat(
                        blocks(
                                toAnthropic(
                                        chunks(
                                                role(),
                                                piece(call(0, "c1", "f", "{~x~:1}")),
                                                piece(call(0, "c2", "f", "{~x~:2}")),
                                                piece("{}", "'tool_calls'")))))
                .containsExactly("tool_use c1 f|{\"x\":1}", "tool_use c2 f|{\"x\":2}");
    }

    @Test
    void t15CutArgumentsAtTheBoundPass() {
        String stream =
                toAnthropic(
                        chunks(
                                role(),
                                piece(call(0, "c1", "f", "{~x~:~ab")),
                                piece("{}", "'length'")));
        assertThat(blocks(stream)).containsExactly("tool_use c1 f|{\"x\":\"ab");
        assertThat(reason(stream)).isEqualTo("max_tokens");
    }

    @Test
    void t16StopAfterToolCallsIsToolUse() {
        assertThat(
                        reason(
                                toAnthropic(
                                        chunks(
                                                role(),
                                                piece(call(0, "c1", "f", "{}")),
                                                piece("{}", "'stop'")))))
                .isEqualTo("tool_use");
    }

    @Test
    void t17CharactersSplitAnywhereStayWhole() {
        String stream = toAnthropic(chunks(role(), said("Grüße 😀 漢字"), piece("{}", "'stop'")));
        assertThat(blocks(stream)).containsExactly("text|Grüße 😀 漢字");
        assertThat(stream).doesNotContain("\uFFFD");
    }

    @Test
    void s1s2ReasoningIsAThinkingBlockOfItsOwnAfterOneStart() {
        String stream =
                toAnthropic(
                        chunks(
                                role(),
                                thought("let "),
                                thought("me"),
                                said("so"),
                                piece("{}", "'stop'")));
        assertThat(blocks(stream))
                .containsExactly("thinking|let |me|=penstock-unsigned", "text|so");
        assertThat(stream.split("event: message_start", -1)).hasSize(2);
    }

    @Test
    void s3ReasoningAfterAToolCallIsANewBlock() {
        assertThat(
                        blocks(
                                toAnthropic(
                                        chunks(
                                                role(),
                                                piece(call(0, "c1", "f", "{}")),
                                                thought("hm"),
                                                piece("{}", "'tool_calls'")))))
                .containsExactly("tool_use c1 f|{}", "thinking|hm|=penstock-unsigned");
    }

    @Test
    void u1u4UsageChunkBehindTheFinishIsCountedOnce() {
        String stream = toAnthropic(chunks(role(), said("a"), piece("{}", "'stop'"), USAGE));
        assertThat(at(ended(stream), "usage"))
                .isEqualTo(
                        tree(
                                "{'input_tokens':10,'cache_creation_input_tokens':50,"
                                        + "'cache_read_input_tokens':100,'output_tokens':9}"));
    }

    @Test
    void e3CloseWithoutFinishIsNoCleanEnd() {
        byte[] cut = bytes("data: " + quoted(said("half")) + "\n\n");
        assertThat(providerKind(() -> read(OPENAI.reader(true), cut, cut.length)))
                .isEqualTo(ProviderKind.TRUNCATED);
    }

    @Test
    void contentFilterIsARefusal() {
        assertThat(reason(toAnthropic(chunks(role(), piece("{}", "'content_filter'")))))
                .isEqualTo("refusal");
    }

    // From Anthropic's format to OpenAI's.

    private static String openAi(List<ChatEvent> events, boolean usageAsked) {
        AnswerWriter writer = OPENAI_CALLER.writer(IDENTITY, usageAsked);
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(new String(writer.write(event), UTF_8)));
        return text.append(new String(writer.end(), UTF_8)).toString();
    }

    private static List<Object> toOpenAi(boolean usageAsked, String... events) {
        byte[] sent = stream(events);
        List<String> results = new ArrayList<>();
        split(
                sent,
                pieces ->
                        results.add(
                                openAi(
                                        read(AnthropicSamples.PROVIDER.reader(true), pieces),
                                        usageAsked)));
        assertThat(results.stream().distinct()).hasSize(1);
        List<String> lines = results.getFirst().lines().filter(line -> !line.isEmpty()).toList();
        assertThat(lines.getLast()).isEqualTo("data: [DONE]");
        return lines.subList(0, lines.size() - 1).stream()
                .map(line -> tree(bytes(line.substring("data: ".length()))))
                .toList();
    }

    /// The deltas of all chunks but the usage, the first one's role checked and left out.
    private static List<Object> deltas(List<Object> chunks) {
        List<Object> deltas = new ArrayList<>();
        for (Object chunk : chunks) {
            if (!JsonTree.elements(at(chunk, "choices")).isEmpty()) {
                deltas.add(at(chunk, "choices", "0", "delta"));
            }
        }
        assertThat(at(deltas.removeFirst(), "role")).as("E16").isEqualTo("assistant");
        assertThat(deltas).allSatisfy(d -> assertThat(at(d, "role")).isNull());
        assertThat(deltas.removeLast()).isEqualTo(Map.of());
        return deltas;
    }

    private static List<Object> finishes(List<Object> chunks) {
        return chunks.stream()
                .filter(c -> !JsonTree.elements(at(c, "choices")).isEmpty())
                .map(c -> at(c, "choices", "0", "finish_reason"))
                .filter(String.class::isInstance)
                .toList();
    }

    @Test
    void t1t3ToolsAreNumberedAmongThemselvesAndHaveNoPlaceholder() {
        List<Object> chunks =
                toOpenAi(
                        false,
                        start(),
                        text(0),
                        words(0, "a"),
                        stop(0),
                        tool(1, "t1", "f"),
                        fragment(1, "{~x~:1}"),
                        stop(1),
                        tool(2, "t2", "g"),
                        fragment(2, "{}"),
                        stop(2),
                        end("tool_use"),
                        end());
        assertThat(deltas(chunks))
                .containsExactly(
                        tree("{'content':'a'}"),
                        tree(call(0, "t1", "f", "")),
                        tree(bytes(quoted(call(0, null, null, "{~x~:1}")))),
                        tree(call(1, "t2", "g", "")),
                        tree(call(1, null, null, "{}")));
        assertThat(finishes(chunks)).containsExactly("tool_calls");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void t2t4ToolWithoutArgumentsBehindThinkingHasAnEmptyObject(boolean fragment) {
        List<String> events = new ArrayList<>();
        events.addAll(
                List.of(
                        start(),
                        block(0, "{'type':'thinking','thinking':''}"),
                        delta(0, "{'type':'thinking_delta','thinking':'hm'}"),
                        delta(0, "{'type':'signature_delta','signature':'s'}"),
                        stop(0),
                        tool(1, "t", "f")));
        if (fragment) {
            events.add(fragment(1, ""));
        }
        events.addAll(List.of(stop(1), end("tool_use"), end()));
        assertThat(deltas(toOpenAi(false, events.toArray(String[]::new))))
                .as("S10: thinking is no content")
                .containsExactly(
                        tree("{'reasoning_content':'hm'}"),
                        tree(call(0, "t", "f", "")),
                        tree(call(0, null, null, "{}")));
    }

    @Test
    void t15e9MaxTokensInsideToolInputIsLength() {
        List<Object> chunks =
                toOpenAi(
                        false,
                        start(),
                        tool(0, "t", "f"),
                        fragment(0, "{~x~:~ab"),
                        stop(0),
                        end("max_tokens"),
                        end());
        assertThat(deltas(chunks).getLast())
                .isEqualTo(tree(bytes(quoted(call(0, null, null, "{~x~:~ab")))));
        assertThat(finishes(chunks)).containsExactly("length");
    }

    @Test
    void u1u2u3u5UsageIsTheLastOfEachField() {
        List<Object> chunks =
                toOpenAi(
                        true,
                        start(
                                "{'input_tokens':10,'cache_creation_input_tokens':50,"
                                        + "'output_tokens':1}"),
                        text(0),
                        words(0, "a"),
                        stop(0),
                        end("end_turn", "{'output_tokens':9,'cache_read_input_tokens':100}"),
                        end());
        assertThat(at(chunks.getLast(), "choices")).isEqualTo(List.of());
        Object usage = at(chunks.getLast(), "usage");
        assertThat(at(usage, "prompt_tokens")).isEqualTo(tree("160"));
        assertThat(at(usage, "completion_tokens")).isEqualTo(tree("9"));
        assertThat(at(usage, "total_tokens")).isEqualTo(tree("169"));
        assertThat(at(usage, "prompt_tokens_details", "cached_tokens")).isEqualTo(tree("100"));
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(c -> assertThat(at(c, "usage")).isEqualTo(tree("null")));
    }

    @Test
    void u6UsageIsNotShownToWhoDidNotAsk() {
        List<Object> chunks =
                toOpenAi(false, start(), text(0), words(0, "a"), stop(0), end("end_turn"), end());
        assertThat(chunks)
                .allSatisfy(c -> assertThat(JsonTree.object(c)).doesNotContainKey("usage"));
        assertThat(finishes(chunks)).containsExactly("stop");
    }

    @Test
    void e1OverloadIsAnErrorInTheCallersFormat() {
        byte[] sent =
                stream(
                        start(),
                        text(0),
                        words(0, "half"),
                        "{'type':'error','error':{'type':'overloaded_error','message':'x'}}");
        Failure failure = AnthropicSamples.failure(() -> read(sent));
        assertThat(new String(OPENAI_CALLER.encodeEvent(failure, "r"), UTF_8))
                .startsWith("data: {\"error\":{")
                .doesNotContain("[DONE]");
        assertThat(OPENAI_CALLER.status(failure)).isEqualTo(503);
    }

    @Test
    void e10RateLimitKeepsStatusAndWaitInTheOtherFormat() {
        byte[] body = bytes(quoted("{'error':{'message':'slow','type':'requests','code':null}}"));
        Failure failure = OPENAI.failure(429, Map.of("retry-after", List.of("7")), body);
        assertThat(AnthropicSamples.CALLER.status(failure)).isEqualTo(429);
        assertThat(failure.retryAfter()).hasSeconds(7);
        Object shown = tree(AnthropicSamples.CALLER.encode(failure, "req_1"));
        assertThat(at(shown, "error", "type")).isEqualTo("rate_limit_error");
    }

    @Test
    void contextLengthOfOneFormatIsThatOfTheOther() {
        byte[] body =
                bytes(
                        quoted(
                                "{'error':{'message':'maximum context length is 8',"
                                        + "'type':'invalid_request_error',"
                                        + "'code':'context_length_exceeded'}}"));
        Failure failure = OPENAI.failure(400, Map.of(), body);
        assertThat(
                        (String)
                                at(
                                        tree(AnthropicSamples.CALLER.encode(failure, "r")),
                                        "error",
                                        "message"))
                .contains("prompt is too long");
    }
}
