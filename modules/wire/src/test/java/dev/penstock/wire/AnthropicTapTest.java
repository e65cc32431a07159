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
import static dev.penstock.wire.AnthropicSamples.split;
import static dev.penstock.wire.AnthropicSamples.start;
import static dev.penstock.wire.AnthropicSamples.stop;
import static dev.penstock.wire.AnthropicSamples.stream;
import static dev.penstock.wire.AnthropicSamples.text;
import static dev.penstock.wire.AnthropicSamples.tool;
import static dev.penstock.wire.AnthropicSamples.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicTapTest {

    private static byte[] sample() {
        return stream(
                start("{'input_tokens':7,'cache_read_input_tokens':3,'output_tokens':1}"),
                text(0),
                words(0, "Grüße 😀"),
                "{'type':'ping'}",
                stop(0),
                tool(1, "t", "f"),
                fragment(1, "{}"),
                stop(1),
                "{'type':'of_tomorrow','with':['unknown',{'members':true}]}",
                end("tool_use"),
                end());
    }

    private static byte[] pass(RelayTap tap, List<byte[]> pieces) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            RelayTap.Passed now = tap.feed(piece, 0, piece.length);
            passed.write(now.bytes(), now.offset(), now.length());
            Arrays.fill(piece, (byte) '#');
        }
        RelayTap.Passed last = tap.end();
        passed.write(last.bytes(), last.offset(), last.length());
        return passed.toByteArray();
    }

    private static RelayTap fed(String... events) {
        RelayTap tap = PROVIDER.tap(true, false);
        byte[] bytes = stream(events);
        tap.feed(bytes, 0, bytes.length);
        return tap;
    }

    @Test
    void streamPassesByteForByteInAnySplit() {
        byte[] sample = sample();
        split(
                sample,
                pieces -> {
                    RelayTap tap = PROVIDER.tap(true, true);
                    assertThat(pass(tap, pieces)).isEqualTo(sample);
                    assertThat(tap.id()).isEqualTo("msg_1");
                    assertThat(tap.content()).isTrue();
                    assertThat(tap.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
                    assertThat(tap.usage())
                            .isEqualTo(Usage.tokens(7, 12).with(UsageClass.CACHE_READ, 3));
                    assertThat(tap.deltas()).isEqualTo(2);
                    assertThat(tap.characters()).isEqualTo("Grüße 😀{}".length());
                });
    }

    @Test
    void everyByteGoesOnAtOnce() {
        RelayTap tap = PROVIDER.tap(true, false);
        byte[] sample = sample();
        for (int i = 0; i < sample.length; i++) {
            RelayTap.Passed passed = tap.feed(sample, i, 1);
            assertThat(passed.bytes()).isSameAs(sample);
            assertThat(passed.offset()).isEqualTo(i);
            assertThat(passed.length()).isEqualTo(1);
            boolean blank = i > 0 && sample[i] == '\n' && sample[i - 1] == '\n';
            assertThat(passed.eventBoundary()).as("after byte %d", i).isEqualTo(blank);
        }
    }

    @Test
    void contentBeginsWithTheFirstWord() {
        assertThat(fed(start(), "{'type':'ping'}", text(0)).content()).isFalse();
        assertThat(fed(start(), text(0), words(0, "")).content()).isFalse();
        assertThat(fed(start(), text(0), words(0, "a")).content()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'tool_use','id':'t','name':'f','input':{}}",
                "{'type':'redacted_thinking','data':'d'}",
                "{'type':'server_tool_use','id':'s','name':'web_search','input':{}}",
                "{'type':'text','text':'at once'}"
            })
    void blocksThatSaySomethingAreContent(String block) {
        assertThat(fed(start(), block(0, block)).content()).isTrue();
    }

    @Test
    void thinkingItsSignatureAndTheFinishAreContent() {
        String thinking = block(0, "{'type':'thinking','thinking':'','signature':''}");
        assertThat(fed(start(), thinking).content()).isFalse();
        assertThat(
                        fed(
                                        start(),
                                        thinking,
                                        delta(0, "{'type':'thinking_delta','thinking':'hm'}"))
                                .content())
                .isTrue();
        assertThat(
                        fed(
                                        start(),
                                        thinking,
                                        delta(0, "{'type':'signature_delta','signature':'s'}"))
                                .content())
                .isTrue();
        assertThat(fed(start(), end("end_turn")).content()).isTrue();
    }

    @Test
    void u12UsageSoFarIsKnownWhenTheStreamBreaks() {
        RelayTap tap = fed(start(), text(0), words(0, "half"));
        assertThat(tap.usage()).isEqualTo(Usage.tokens(7, 1));
        assertThat(tap.stopReason()).isNull();
        assertThat(tap.deltas()).isEqualTo(1);
        assertThat(providerKind(tap::end)).isEqualTo(ProviderKind.TRUNCATED);
    }

    @Test
    void e3FinishWithoutMessageStopIsTruncated() {
        RelayTap tap = fed(start(), end("end_turn"));
        assertThat(tap.stopReason()).isEqualTo(StopReason.END);
        assertThat(providerKind(tap::end)).isEqualTo(ProviderKind.TRUNCATED);
    }

    @Test
    void e1ErrorEventIsAFailure() {
        RelayTap tap = fed(start(), text(0), words(0, "half"));
        byte[] error = stream("{'type':'error','error':{'type':'overloaded_error','message':'x'}}");
        assertThat(providerKind(() -> tap.feed(error, 0, error.length)))
                .isEqualTo(ProviderKind.OVERLOADED);
    }

    @Test
    void e11JsonErrorInsteadOfAStreamIsAFailureAndDoesNotPass() {
        byte[] body =
                bytes(
                        quoted(
                                "{'type':'error','error':{'type':'rate_limit_error',"
                                        + "'message':'x'}}"));
        split(
                body,
                pieces -> {
                    RelayTap tap = PROVIDER.tap(true, false);
                    for (byte[] piece : pieces) {
                        assertThat(tap.feed(piece, 0, piece.length).length()).isZero();
                    }
                    assertThat(providerKind(tap::end)).isEqualTo(ProviderKind.RATE_LIMITED);
                });
    }

    @Test
    void wholeMessageInsteadOfAStreamIsMalformed() {
        RelayTap tap = PROVIDER.tap(true, false);
        byte[] body = bytes(quoted("{'type':'message','content':[],'stop_reason':'end_turn'}"));
        tap.feed(body, 0, body.length);
        assertThat(providerKind(tap::end)).isEqualTo(ProviderKind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void lastEventGetsItsEmptyLine(String tail) {
        byte[] sample = sample();
        byte[] cut = bytes(new String(sample, UTF_8).stripTrailing() + tail);
        byte[] passed = pass(PROVIDER.tap(true, false), List.of(cut));
        assertThat(new String(passed, UTF_8)).endsWith("\"}" + tail + "\n\n");
    }

    @Test
    void doneOfOtherFormatsBehindTheEndPasses() {
        byte[] sample = bytes(new String(sample(), UTF_8) + "data: [DONE]\n\n");
        assertThat(pass(PROVIDER.tap(true, false), List.of(sample.clone()))).isEqualTo(sample);
    }

    @Test
    void eventWithoutJsonIsMalformed() {
        RelayTap tap = PROVIDER.tap(true, false);
        byte[] bytes = bytes("data: nonsense\n\n");
        assertThat(providerKind(() -> tap.feed(bytes, 0, bytes.length)))
                .isEqualTo(ProviderKind.MALFORMED);
    }

    @Test
    void plainAnswerIsKeptBackAndPassesByteForByte() {
        byte[] body =
                bytes(
                        quoted(
                                "\n{'id':'msg_1','type':'message','new':{'x':[1]},'content':["
                                        + "{'type':'text','text':'hello'}],"
                                        + "'stop_reason':'max_tokens','usage':"
                                        + "{'input_tokens':5,'output_tokens':6}} \n"));
        split(
                body,
                pieces -> {
                    RelayTap tap = PROVIDER.tap(false, false);
                    for (byte[] piece : pieces) {
                        assertThat(tap.feed(piece, 0, piece.length).length()).isZero();
                    }
                    RelayTap.Passed passed = tap.end();
                    assertThat(passed.bytes())
                            .startsWith(body)
                            .satisfies(_ -> assertThat(passed.offset()).isZero());
                    assertThat(passed.length()).isEqualTo(body.length);
                    assertThat(tap.id()).isEqualTo("msg_1");
                    assertThat(tap.content()).isTrue();
                    assertThat(tap.usage()).isEqualTo(Usage.tokens(5, 6));
                    assertThat(tap.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
                    assertThat(tap.deltas()).isEqualTo(1);
                    assertThat(tap.characters()).isEqualTo(5);
                });
    }

    @Test
    void plainErrorInsideASuccessIsAFailure() {
        RelayTap tap = PROVIDER.tap(false, false);
        byte[] body = bytes(quoted("{'type':'error','error':{'type':'api_error','message':'x'}}"));
        tap.feed(body, 0, body.length);
        assertThat(providerKind(tap::end)).isEqualTo(ProviderKind.FAILED);
    }
}
