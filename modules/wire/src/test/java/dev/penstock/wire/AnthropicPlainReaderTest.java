// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.PROVIDER;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.providerKind;
import static dev.penstock.wire.AnthropicSamples.quoted;
import static dev.penstock.wire.AnthropicSamples.read;
import static dev.penstock.wire.AnthropicSamples.split;
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
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicPlainReaderTest {

    private static List<ChatEvent> plain(String body) {
        byte[] bytes = bytes(quoted(body));
        return read(PROVIDER.reader(false), bytes, Math.max(1, bytes.length));
    }

    @Test
    void wholeMessageIsReadAlikeInAnySplit() {
        byte[] body =
                bytes(
                        quoted(
                                "{'usage':{'output_tokens':12,'input_tokens':7,"
                                        + "'cache_read_input_tokens':3},'id':'msg_1',"
                                        + "'type':'message','role':'assistant','model':'claude',"
                                        + "'content':[{'type':'thinking','thinking':'hm',"
                                        + "'signature':'s'},"
                                        + "{'type':'redacted_thinking','data':'d'},"
                                        + "{'type':'text','text':'Grüße 😀','citations':[{}]},"
                                        + "{'type':'server_tool_use','id':'x','name':'n',"
                                        + "'input':{'a':1}},"
                                        + "{'type':'web_search_tool_result','tool_use_id':'x',"
                                        + "'content':[{'type':'web_search_result'}]},"
                                        + "{'type':'tool_use','id':'t','name':'f',"
                                        + "'input':{'x': [1]},'caller':{'type':'direct'}},"
                                        + "{'type':'tool_use','id':'u','name':'g','input':{}}],"
                                        + "'stop_reason':'tool_use','stop_sequence':null}"));
        split(
                body,
                pieces ->
                        assertThat(read(PROVIDER.reader(false), pieces))
                                .containsExactly(
                                        new Started("msg_1", "claude"),
                                        new ReasoningDelta("hm"),
                                        new ReasoningSigned("s"),
                                        new ReasoningRedacted("d"),
                                        new TextDelta("Grüße 😀"),
                                        new ToolCallStarted(0, "t", "f"),
                                        new ToolCallDelta(0, "{\"x\": [1]}"),
                                        new ToolCallStarted(1, "u", "g"),
                                        new ToolCallDelta(1, "{}"),
                                        new UsageReported(
                                                Usage.tokens(7, 12).with(UsageClass.CACHE_READ, 3)),
                                        new Finished(StopReason.TOOL_CALLS, null)));
    }

    @Test
    void stopSequenceIsTold() {
        assertThat(
                        plain(
                                "{'type':'message','content':[],'stop_reason':'stop_sequence',"
                                        + "'stop_sequence':'###'}"))
                .containsExactly(
                        new Started("", ""), new Finished(StopReason.STOP_SEQUENCE, "###"));
    }

    @Test
    void answerWithoutAReasonIsCompleteAllTheSame() {
        assertThat(plain("{'content':[],'stop_reason':null}").getLast())
                .isEqualTo(new Finished(StopReason.END, null));
        assertThat(plain("{'content':[{'type':'tool_use','id':'t','name':'f'}]}"))
                .endsWith(
                        new ToolCallStarted(0, "t", "f"),
                        new ToolCallDelta(0, "{}"),
                        new Finished(StopReason.TOOL_CALLS, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'error','error':{'type':'overloaded_error','message':'x'}} | OVERLOADED",
                "{'error':{'message':'x','type':'rate_limit_error'},'content':[]} | RATE_LIMITED",
                "{'type':'error'} | FAILED",
                "{'type':'error','error':'x'} | FAILED",
            })
    void e11ErrorBodyInsideASuccessIsAFailure(String body, ProviderKind kind) {
        assertThat(providerKind(() -> plain(body))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "<html>",
                "{'content':7}",
                "{'content':[7]}",
                "{'content':[",
                "{'content':[{'type':'tool_use','id':'t'}]}",
                "{'content':[]} {}",
            })
    void whatIsNotAMessageIsMalformed(String body) {
        assertThat(providerKind(() -> plain(body))).isEqualTo(ProviderKind.MALFORMED);
    }

    @Test
    void emptyBodyIsTruncated() {
        assertThat(providerKind(() -> plain(""))).isEqualTo(ProviderKind.TRUNCATED);
    }
}
