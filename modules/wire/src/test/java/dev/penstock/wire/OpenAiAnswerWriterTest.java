// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OpenAiAnswerWriterTest {

    private static final String HEAD =
            "data: {\"id\":\"chatcmpl-7\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1790000000,\"model\":\"m\",\"choices\":[";

    private static AnswerWriter writer(boolean usageAsked) {
        return CallerCodec.of(WireFormat.OPENAI_CHAT)
                .writer(
                        new AnswerIdentity("7", "m", Instant.ofEpochSecond(1_790_000_000)),
                        usageAsked);
    }

    /// What follows the part that all chunks share, chunk by chunk.
    private static List<String> chunks(boolean usageAsked, ChatEvent... events) {
        AnswerWriter writer = writer(usageAsked);
        StringBuilder all = new StringBuilder();
        for (ChatEvent event : events) {
            all.append(new String(writer.write(event), UTF_8));
        }
        all.append(new String(writer.end(), UTF_8));
        assertThat(all.toString()).endsWith("\n\n");
        List<String> chunks = new ArrayList<>(List.of(all.toString().split("\n\n")));
        assertThat(chunks.removeLast()).isEqualTo("data: [DONE]");
        assertThat(chunks).allMatch(chunk -> chunk.startsWith(HEAD));
        return chunks.stream().map(chunk -> chunk.substring(HEAD.length())).toList();
    }

    private static String delta(String delta) {
        return "{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
    }

    private static String finish(String reason) {
        return "{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    private static final ChatEvent STARTED = new ChatEvent.Started("up", "upstream");
    private static final ChatEvent END = new ChatEvent.Finished(StopReason.END, null);
    private static final String ROLE = delta("\"role\":\"assistant\",\"content\":\"\"");

    @Test
    @DisplayName("E5, E6, E16: role first, finish once, [DONE] last")
    void textStreamHasTheOrderOfTheFormat() {
        assertThat(
                        chunks(
                                false,
                                STARTED,
                                new ChatEvent.TextDelta("a"),
                                new ChatEvent.TextDelta(""),
                                new ChatEvent.TextDelta("\n😀"),
                                END,
                                END))
                .containsExactly(
                        ROLE,
                        delta("\"content\":\"a\""),
                        delta("\"content\":\"\\n\\uD83D\\uDE00\""),
                        finish("stop"));
    }

    @Test
    void roleComesFirstEvenWithoutAStart() {
        assertThat(chunks(false, new ChatEvent.TextDelta("a"), END).getFirst()).isEqualTo(ROLE);
        assertThat(chunks(false, END)).containsExactly(ROLE, finish("stop"));
    }

    @Test
    @DisplayName("T3, T4: tool calls are numbered by themselves, id and name stand once")
    void toolCallsOpenOnceAndContinueByIndex() {
        assertThat(
                        chunks(
                                false,
                                STARTED,
                                new ChatEvent.ReasoningDelta("hm"),
                                new ChatEvent.ToolCallStarted(0, "a", "f"),
                                new ChatEvent.ToolCallDelta(0, "{\"x\""),
                                new ChatEvent.ToolCallStarted(1, "b", "g"),
                                new ChatEvent.ToolCallDelta(1, "{}"),
                                new ChatEvent.ToolCallDelta(0, ""),
                                new ChatEvent.ToolCallDelta(0, ":1}"),
                                new ChatEvent.ToolCallDelta(9, "never begun"),
                                new ChatEvent.Finished(StopReason.TOOL_CALLS, null)))
                .containsExactly(
                        ROLE,
                        delta("\"reasoning_content\":\"hm\""),
                        opening(0, "a", "f"),
                        fragment(0, "{\\\"x\\\""),
                        opening(1, "b", "g"),
                        fragment(1, "{}"),
                        fragment(0, ":1}"),
                        finish("tool_calls"));
    }

    private static String opening(int index, String id, String name) {
        return delta(
                "\"tool_calls\":[{\"index\":%d,\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"\"}}]"
                        .formatted(index, id, name));
    }

    private static String fragment(int index, String text) {
        return delta(
                "\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":\"%s\"}}]"
                        .formatted(index, text));
    }

    @Test
    @DisplayName("T2: a call without arguments gets an empty object before the finish")
    void callWithoutArgumentsGetsAnObject() {
        assertThat(
                        chunks(
                                false,
                                STARTED,
                                new ChatEvent.ToolCallStarted(0, "a", "f"),
                                new ChatEvent.ToolCallDelta(0, ""),
                                new ChatEvent.Finished(StopReason.TOOL_CALLS, null)))
                .containsExactly(
                        ROLE, opening(0, "a", "f"), fragment(0, "{}"), finish("tool_calls"));
    }

    @Test
    @DisplayName("U5, U9: usage has a chunk of its own behind the finish, null before")
    void usageComesLastWhenAsked() {
        List<String> chunks =
                chunks(
                        true,
                        STARTED,
                        new ChatEvent.UsageReported(Usage.tokens(9, 0)),
                        new ChatEvent.TextDelta("a"),
                        END,
                        new ChatEvent.UsageReported(Usage.tokens(9, 5)));
        assertThat(chunks).hasSize(4);
        assertThat(chunks.subList(0, 3)).allMatch(chunk -> chunk.endsWith("}],\"usage\":null}"));
        assertThat(chunks.getLast())
                .startsWith(
                        "],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,"
                                + "\"total_tokens\":14,");
    }

    @Test
    @DisplayName("U6: usage that was not asked for is not sent")
    void usageStaysAwayUnlessAsked() {
        assertThat(chunks(false, STARTED, new ChatEvent.UsageReported(Usage.tokens(9, 5)), END))
                .noneMatch(chunk -> chunk.contains("usage"));
    }

    @Test
    @DisplayName("U10: no usage is invented")
    void unknownUsageHasNoChunk() {
        assertThat(chunks(true, STARTED, END)).hasSize(2);
    }

    @Test
    @DisplayName("S10: proofs and hidden thinking are not shown")
    void proofsAreNotShown() {
        assertThat(
                        chunks(
                                false,
                                STARTED,
                                new ChatEvent.ReasoningSigned("sig"),
                                new ChatEvent.ReasoningRedacted("xyz"),
                                new ChatEvent.RefusalDelta("no"),
                                new ChatEvent.Finished(StopReason.REFUSAL, null)))
                .containsExactly(ROLE, delta("\"refusal\":\"no\""), finish("content_filter"));
    }
}
