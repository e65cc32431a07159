// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.GeminiSamples.PROVIDER;
import static dev.penstock.wire.GeminiSamples.events;
import static dev.penstock.wire.GeminiSamples.failure;
import static dev.penstock.wire.GeminiSamples.last;
import static dev.penstock.wire.GeminiSamples.parts;
import static dev.penstock.wire.GeminiSamples.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiReaderTest {

    private static ChatAnswer plain(String json) {
        AnswerReader reader = PROVIDER.reader(false);
        byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
        assertThat(reader.feed(bytes, 0, bytes.length)).isEmpty();
        return Splits.fold(reader.end());
    }

    private static ChatAnswer streamed(String... pieces) {
        return Splits.fold(events(stream(pieces)));
    }

    @Test
    @DisplayName("T17, T18: words of a stream, however it is split")
    void wordsOfAStream() {
        ChatAnswer answer =
                streamed(
                        parts("{'text':'Příliš 🦆'}"),
                        parts("{'text':' 鴨'}"),
                        last("STOP", "{'promptTokenCount':3,'candidatesTokenCount':9}"));
        assertThat(answer.parts()).containsExactly(new ContentPart.Text("Příliš 🦆 鴨"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.END);
        assertThat(answer.id()).isEqualTo("r1");
        assertThat(answer.model()).isEqualTo("gemini-3.5-flash");
        assertThat(answer.usage()).isEqualTo(Usage.tokens(3, 9));
    }

    @Test
    @DisplayName(
            "T11, T12, T13, T14: calls of one and of several chunks, STOP in a later empty one")
    void callsCountOnOverChunks() {
        ChatAnswer answer =
                streamed(
                        parts(
                                "{'functionCall':{'name':'a','args':{'x':1}}},"
                                        + "{'functionCall':{'id':'given','name':'b'}}"),
                        parts("{'functionCall':{'name':'c','args':{}}}"),
                        "{'candidates':[{'finishReason':'STOP'}]}");
        assertThat(answer.parts())
                .containsExactly(
                        new ContentPart.ToolCall("call_r1_0", "a", "{\"x\":1}"),
                        new ContentPart.ToolCall("given", "b", "{}"),
                        new ContentPart.ToolCall("call_r1_2", "c", "{}"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
    }

    @Test
    @DisplayName(
            "S6: the signature stands before the first call of a group and is marked as Google's")
    void signatureComesBeforeItsCall() {
        List<ChatEvent> events =
                events(
                        stream(
                                parts("{'text':'hm','thought':true}"),
                                parts(
                                        "{'functionCall':{'name':'a'},'thoughtSignature':'c2ln'},"
                                                + "{'functionCall':{'name':'b'}}"),
                                last("STOP", "{}")));
        assertThat(Splits.fold(events).parts())
                .containsExactly(
                        new ContentPart.Reasoning("hm", "gemini:c2ln"),
                        new ContentPart.ToolCall("call_r1_0", "a", "{}"),
                        new ContentPart.ToolCall("call_r1_1", "b", "{}"));
    }

    @Test
    @DisplayName("U7, U8: thoughts are output, the last usage counts")
    void usageIsTheLastOne() {
        ChatAnswer answer =
                streamed(
                        "{'candidates':[{'content':{'parts':[{'text':'a'}]}}],'usageMetadata':{'promptTokenCount':7,'candidatesTokenCount':1}}",
                        last(
                                "STOP",
                                "{'promptTokenCount':100,'cachedContentTokenCount':60,'toolUsePromptTokenCount':5,"
                                        + "'candidatesTokenCount':10,'thoughtsTokenCount':40,'totalTokenCount':155,"
                                        + "'promptTokensDetails':[{'modality':'TEXT','tokenCount':70},{'modality':'AUDIO','tokenCount':30}]}"));
        assertThat(answer.usage())
                .isEqualTo(
                        Usage.of(
                                Map.of(
                                        UsageClass.INPUT, 15L,
                                        UsageClass.AUDIO_INPUT, 30L,
                                        UsageClass.CACHE_READ, 60L,
                                        UsageClass.OUTPUT, 10L,
                                        UsageClass.REASONING, 40L)));
        assertThat(answer.usage().totalInput()).isEqualTo(105);
        assertThat(answer.usage().totalOutput()).isEqualTo(50);
    }

    @Test
    @DisplayName("E15: a blocked prompt is a refusal")
    void blockedPromptIsARefusal() {
        String blocked =
                "{'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':{'promptTokenCount':4}}";
        for (ChatAnswer answer : List.of(plain(blocked), streamed(blocked))) {
            assertThat(answer.parts()).isEmpty();
            assertThat(answer.stopReason()).isEqualTo(StopReason.REFUSAL);
            assertThat(answer.usage()).isEqualTo(Usage.tokens(4, 0));
        }
    }

    @ParameterizedTest
    @DisplayName("E7: finish reasons are a closed set")
    @CsvSource({
        "STOP, END",
        "MAX_TOKENS, MAX_TOKENS",
        "SAFETY, REFUSAL",
        "RECITATION, REFUSAL",
        "LANGUAGE, REFUSAL",
        "BLOCKLIST, REFUSAL",
        "PROHIBITED_CONTENT, REFUSAL",
        "SPII, REFUSAL",
        "IMAGE_SAFETY, REFUSAL",
        "OTHER, END",
        "MALFORMED_RESPONSE, END",
        "A_WORD_OF_TOMORROW, END"
    })
    void finishReasonsAreAClosedSet(String word, StopReason reason) {
        assertThat(streamed(parts("{'text':'a'}"), last(word, "{}")).stopReason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MALFORMED_FUNCTION_CALL",
                "UNEXPECTED_TOOL_CALL",
                "MISSING_THOUGHT_SIGNATURE",
                "OTHER",
                "A_WORD_OF_TOMORROW"
            })
    void answerThatWentWrongWithoutContentIsAFailure(String word) {
        Failure failure = failure(() -> streamed(last(word, "{}")));
        assertThat(failure).isInstanceOf(Failure.Provider.class);
        assertThat(((Failure.Provider) failure).kind()).isEqualTo(Failure.ProviderKind.FAILED);
        assertThat(failure.message()).contains(word);
    }

    @Test
    @DisplayName("E3: a stream without a finish reason is cut off")
    void streamWithoutAnEndIsTruncated() {
        Failure failure = failure(() -> streamed(parts("{'text':'a'}")));
        assertThat(((Failure.Provider) failure).kind()).isEqualTo(Failure.ProviderKind.TRUNCATED);
        String whole = stream(parts("{'text':'a'}"), last("STOP", "{}"));
        AnswerReader reader = PROVIDER.reader(true);
        byte[] cut = whole.substring(0, whole.length() - 30).getBytes(UTF_8);
        Failure half =
                failure(() -> {
                    reader.feed(cut, 0, cut.length);
                    reader.end();
                });
        assertThat(((Failure.Provider) half).kind()).isEqualTo(Failure.ProviderKind.TRUNCATED);
    }

    @ParameterizedTest
    @DisplayName("E11, E13: an error inside a success, as an event, a body or an array of one")
    @ValueSource(
            strings = {
                "data: {'error':{'code':503,'message':'x','status':'UNAVAILABLE'}}\r\n\r\n",
                "{'error':{'code':503,'message':'x','status':'UNAVAILABLE'}}",
                "[{'error':{'code':503,'message':'x','status':'UNAVAILABLE'}}]"
            })
    void errorInsideASuccessIsAFailure(String body) {
        AnswerReader reader = PROVIDER.reader(true);
        byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
        Failure failure =
                failure(() -> {
                    reader.feed(bytes, 0, bytes.length);
                    reader.end();
                });
        assertThat(((Failure.Provider) failure).kind()).isEqualTo(Failure.ProviderKind.OVERLOADED);
    }

    @Test
    void onlyTheFirstCandidateIsRead() {
        ChatAnswer answer =
                plain(
                        "{'candidates':[{'index':1,'content':{'parts':[{'text':'b'}]},'finishReason':'STOP'},"
                                + "{'content':{'parts':[{'text':'a'}]},'finishReason':'MAX_TOKENS'}]}");
        assertThat(answer.parts()).containsExactly(new ContentPart.Text("a"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @Test
    void emptyPiecesAndUnknownPartsAreNormal() {
        ChatAnswer answer =
                streamed(
                        "{'candidates':[]}",
                        "{'usageMetadata':{}}",
                        parts(""),
                        parts("{'executableCode':{'code':'1'}},{'text':'a'}"),
                        last("STOP", "{}"));
        assertThat(answer.parts()).containsExactly(new ContentPart.Text("a"));
    }

    @Test
    void argumentsOverSeveralLinesBecomeOneLine() {
        ChatAnswer answer =
                plain(
                        "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'a','args':{\n 'x': [\r\n1]\n}}}]},'finishReason':'STOP'}]}");
        assertThat(answer.parts())
                .containsExactly(new ContentPart.ToolCall("call__0", "a", "{\"x\":[1]}"));
    }

    @Test
    void pictureBecomesADataUrl() {
        ChatAnswer answer =
                streamed(
                        parts("{'inlineData':{'mimeType':'image/png','data':'aGk='}}"),
                        last("STOP", "{}"));
        assertThat(answer.parts())
                .containsExactly(new ContentPart.Text("![](data:image/png;base64,aGk=)"));
    }

    @Test
    void callersOfOneToolAtATimeGetTheFirstCall() {
        EncodedRequest sent = new EncodedRequest(new byte[0], List.of(), Map.of(), true);
        AnswerReader reader = PROVIDER.reader(true, sent);
        byte[] bytes =
                stream(
                                parts(
                                        "{'functionCall':{'name':'a'}},{'functionCall':{'name':'b'}}"),
                                last("STOP", "{}"))
                        .getBytes(UTF_8);
        List<ChatEvent> events = new java.util.ArrayList<>(reader.feed(bytes, 0, bytes.length));
        events.addAll(reader.end());
        assertThat(Splits.fold(events).parts())
                .containsExactly(new ContentPart.ToolCall("call_r1_0", "a", "{}"));
    }
}
