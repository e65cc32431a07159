// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.tree;
import static dev.penstock.wire.GeminiSamples.CALLER;
import static dev.penstock.wire.GeminiSamples.IDENTITY;
import static dev.penstock.wire.GeminiSamples.decode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiAnswerWriterTest {

    private static final String TAIL = "'modelVersion':'public/name','responseId':'0198'";

    private static List<Object> pieces(ChatEvent... events) {
        AnswerWriter writer = CALLER.writer(IDENTITY, true);
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events) {
            text.append(new String(writer.write(event), UTF_8));
        }
        text.append(new String(writer.end(), UTF_8));
        assertThat(text.toString()).doesNotContain("event:").doesNotContain("[DONE]");
        List<Object> pieces = new ArrayList<>();
        for (String event : text.toString().lines().filter(line -> !line.isEmpty()).toList()) {
            assertThat(event).startsWith("data: ");
            pieces.add(tree(event.substring(6)));
        }
        assertThat(text.toString()).endsWith("\n\n");
        return pieces;
    }

    private static Object piece(String part) {
        return tree(
                "{'candidates':[{'content':{'role':'model','parts':["
                        + part
                        + "]},'index':0}],"
                        + TAIL
                        + "}");
    }

    private static Object end(String reason, String usage) {
        return tree(
                "{'candidates':[{'content':{'role':'model','parts':[{'text':''}]},'finishReason':'"
                        + reason
                        + "','index':0}],"
                        + usage
                        + TAIL
                        + "}");
    }

    @Test
    void wordsThoughtsAndUsage() {
        Usage usage =
                Usage.of(
                        Map.of(
                                UsageClass.INPUT, 5L,
                                UsageClass.CACHE_READ, 7L,
                                UsageClass.OUTPUT, 3L,
                                UsageClass.REASONING, 2L));
        assertThat(
                        pieces(
                                new ChatEvent.Started("x", "y"),
                                new ChatEvent.ReasoningDelta("hm"),
                                new ChatEvent.TextDelta("a"),
                                new ChatEvent.TextDelta(""),
                                new ChatEvent.Finished(StopReason.END, null),
                                new ChatEvent.UsageReported(usage)))
                .containsExactly(
                        piece("{'text':'hm','thought':true}"),
                        piece("{'text':'a'}"),
                        end(
                                "STOP",
                                "'usageMetadata':{'promptTokenCount':12,'candidatesTokenCount':3,"
                                        + "'cachedContentTokenCount':7,'thoughtsTokenCount':2,'totalTokenCount':17},"));
    }

    @Test
    @DisplayName("T8: calls whose arguments interleave go out whole, in their order")
    void callsGoOutWhole() {
        assertThat(
                        pieces(
                                new ChatEvent.ToolCallStarted(0, "a1", "a"),
                                new ChatEvent.ToolCallStarted(1, "b1", "b"),
                                new ChatEvent.ToolCallDelta(1, "{\"y\":"),
                                new ChatEvent.ToolCallDelta(0, "{\"x\":"),
                                new ChatEvent.ToolCallDelta(1, "2}"),
                                new ChatEvent.ToolCallDelta(0, "1}"),
                                new ChatEvent.ToolCallStarted(2, "c1", "c"),
                                new ChatEvent.Finished(StopReason.TOOL_CALLS, null)))
                .containsExactly(
                        piece("{'functionCall':{'id':'a1','name':'a','args':{'x':1}}}"),
                        piece("{'functionCall':{'id':'b1','name':'b','args':{'y':2}}}"),
                        piece("{'functionCall':{'id':'c1','name':'c','args':{}}}"),
                        end("STOP", ""));
    }

    @ParameterizedTest
    @DisplayName("E9: stop reasons are words of the format")
    @CsvSource({
        "END, STOP",
        "TOOL_CALLS, STOP",
        "STOP_SEQUENCE, STOP",
        "PAUSE, STOP",
        "MAX_TOKENS, MAX_TOKENS",
        "CONTEXT_WINDOW, MAX_TOKENS",
        "REFUSAL, SAFETY"
    })
    void stopReasonsAreWordsOfTheFormat(StopReason reason, String word) {
        assertThat(pieces(new ChatEvent.Finished(reason, null))).containsExactly(end(word, ""));
        byte[] whole =
                CALLER.encode(new ChatAnswer("i", "m", List.of(), reason, null, null), IDENTITY);
        assertThat(tree(whole))
                .isEqualTo(
                        tree(
                                "{'candidates':[{'finishReason':'"
                                        + word
                                        + "','index':0}],"
                                        + TAIL
                                        + "}"));
    }

    @Test
    @DisplayName("S4: signatures of another provider travel through a caller of Google's format")
    void foreignSignaturesComeBackAsTheyWere() {
        List<ContentPart> said =
                List.of(
                        new ContentPart.Reasoning("hm", "EqQB+/="),
                        new ContentPart.RedactedReasoning("sealed"),
                        new ContentPart.Text("a"),
                        new ContentPart.Reasoning("more", "Second"),
                        new ContentPart.ToolCall("t1", "f", "{\"x\":1}"));
        byte[] whole =
                CALLER.encode(
                        new ChatAnswer("i", "m", said, StopReason.TOOL_CALLS, null, null),
                        IDENTITY);
        Object parts = AnthropicSamples.at(tree(whole), "candidates", "0", "content", "parts");
        String back =
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"q\"}]},"
                        + "{\"role\":\"model\",\"parts\":"
                        + JsonTree.text(parts)
                        + "},{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"id\":\"t1\",\"name\":\"f\",\"response\":{\"output\":\"ok\"}}}]}]}";
        assertThat(decode(back).messages().get(1).parts()).isEqualTo(said);
    }

    @Test
    @DisplayName("S4: Google's own signature is shown as it is and comes back as it was")
    void ownSignaturesAreShownAsTheyAre() {
        List<Object> pieces =
                pieces(
                        new ChatEvent.ReasoningSigned("gemini:c2ln"),
                        new ChatEvent.ToolCallStarted(0, "a", "f"),
                        new ChatEvent.ToolCallDelta(0, "{}"),
                        new ChatEvent.Finished(StopReason.TOOL_CALLS, null));
        assertThat(pieces.getFirst())
                .isEqualTo(
                        piece(
                                "{'functionCall':{'id':'a','name':'f','args':{}},'thoughtSignature':'c2ln'}"));
    }

    @Test
    void contentsOfAStreamThatAreSentBackBecomeOneMessage() {
        String back =
                "{'contents':[{'role':'user','parts':[{'text':'q'}]},"
                        + "{'role':'model','parts':[{'text':'h','thought':true}]},"
                        + "{'role':'model','parts':[{'text':'m','thought':true}]},"
                        + "{'role':'model','parts':[{'text':'a'}]},{'role':'model','parts':[{'text':'b'}]}]}";
        assertThat(decode(back).messages().get(1).parts())
                .containsExactly(new ContentPart.Reasoning("hm", null), new ContentPart.Text("ab"));
    }
}
