// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.OpenAiReaderTest.DONE;
import static dev.penstock.wire.OpenAiReaderTest.USAGE;
import static dev.penstock.wire.OpenAiReaderTest.delta;
import static dev.penstock.wire.OpenAiReaderTest.event;
import static dev.penstock.wire.OpenAiReaderTest.finish;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiTapTest {

    private static final String ROLE = delta("'role':'assistant','content':''");
    private static final String HI = delta("'content':'Hi é😀\\n'");

    private static RelayTap tap(boolean stream, boolean hideUsage) {
        return ProviderCodec.of(WireFormat.OPENAI_CHAT).tap(stream, hideUsage);
    }

    private static String feed(RelayTap tap, byte[] bytes, List<Integer> pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int piece : pieces) {
            byte[] copy = new byte[piece + 4];
            System.arraycopy(bytes, at, copy, 2, piece);
            RelayTap.Passed passed = tap.feed(copy, 2, piece);
            out.write(passed.bytes(), passed.offset(), passed.length());
            if (passed.eventBoundary()) {
                assertThat(out.toString(UTF_8))
                        .matches(s -> s.isEmpty() || s.matches("(?s).*[\n\r]"));
            }
            java.util.Arrays.fill(copy, (byte) 'X');
            at += piece;
        }
        RelayTap.Passed rest = tap.end();
        out.write(rest.bytes(), rest.offset(), rest.length());
        return out.toString(UTF_8);
    }

    /// What comes out, the same however the bytes are cut.
    private static String relayed(boolean hideUsage, String answer) {
        byte[] bytes = answer.getBytes(UTF_8);
        String whole = feed(tap(true, hideUsage), bytes, List.of(bytes.length));
        assertThat(feed(tap(true, hideUsage), bytes, Splits.ones(bytes.length))).isEqualTo(whole);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            assertThat(feed(tap(true, hideUsage), bytes, Splits.pieces(random, bytes.length)))
                    .as("seed %d round %d", seed, i)
                    .isEqualTo(whole);
        }
        return whole;
    }

    private static RelayTap watched(String answer) {
        RelayTap tap = tap(true, false);
        byte[] bytes = answer.getBytes(UTF_8);
        feed(tap, bytes, List.of(bytes.length));
        return tap;
    }

    private static FailureException failure(boolean stream, String answer) {
        byte[] bytes = answer.replace('\'', '"').getBytes(UTF_8);
        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () -> feed(tap(stream, false), bytes, List.of(bytes.length)));
        assertThat(thrown).as(answer).isNotNull();
        FailureException hiding =
                catchThrowableOfType(
                        FailureException.class,
                        () -> feed(tap(stream, true), bytes, Splits.ones(bytes.length)));
        assertThat(hiding.failure()).isEqualTo(thrown.failure());
        return thrown;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void streamPassesByteForByte(String end) {
        String answer =
                (": hi\n\n" + ROLE + HI + "event: future\ndata: {\"x\":1}\n\n" + finish("stop"))
                        + USAGE
                        + DONE;
        String framed = answer.replace("\n", end);
        assertThat(relayed(false, framed)).isEqualTo(framed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    @DisplayName("U6: the usage chunk is taken out and nothing else, yet counted")
    void usageChunkIsHidden(String end) {
        String before = ": hi\n\n" + ROLE + HI + delta("'content':'b'") + finish("stop");
        String after = ": late\n\n" + DONE;
        String expected = (before + after).replace("\n", end);
        assertThat(relayed(true, (before + USAGE + after).replace("\n", end))).isEqualTo(expected);
        RelayTap tap = tap(true, true);
        byte[] bytes = (before + USAGE + after).getBytes(UTF_8);
        feed(tap, bytes, Splits.ones(bytes.length));
        assertThat(tap.usage()).isEqualTo(Usage.tokens(9, 5));
    }

    @Test
    void usageBesideChoicesIsNotTakenOut() {
        String finish =
                event(
                        "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],"
                                + "'usage':{'prompt_tokens':1,'completion_tokens':2}}");
        String unasked = event("{'choices':[],'usage':null}") + event("{'choices':[]}");
        assertThat(relayed(true, HI + unasked + finish + DONE))
                .isEqualTo(HI + unasked + finish + DONE);
    }

    @Test
    void wholeEventsPassWithoutCopy() {
        RelayTap tap = tap(true, true);
        byte[] bytes = (ROLE + HI + "data: {").getBytes(UTF_8);
        RelayTap.Passed passed = tap.feed(bytes, 0, bytes.length);
        assertThat(passed.bytes()).isSameAs(bytes);
        assertThat(passed.length()).isEqualTo(bytes.length - "data: {".length());
        assertThat(passed.eventBoundary()).isTrue();
    }

    @Test
    void commentsPassAtOnceWhileUsageIsHidden() {
        RelayTap tap = tap(true, true);
        byte[] bytes = ": ping\n\n".getBytes(UTF_8);
        assertThat(tap.feed(bytes, 0, bytes.length).length()).isEqualTo(bytes.length);
    }

    @Test
    void boundaryIsTold() {
        RelayTap tap = tap(true, false);
        byte[] half = "data: {\"choi".getBytes(UTF_8);
        assertThat(tap.feed(half, 0, half.length).eventBoundary()).isFalse();
        byte[] rest = "ces\":[]}\n\n".getBytes(UTF_8);
        assertThat(tap.feed(rest, 0, rest.length).eventBoundary()).isTrue();
    }

    @Test
    void firstContentIsSeen() {
        RelayTap tap = tap(true, false);
        for (String event : new String[] {": x\n\n", ROLE, event("{'choices':[]}")}) {
            tap.feed(event.getBytes(UTF_8), 0, event.getBytes(UTF_8).length);
            assertThat(tap.content()).as(event).isFalse();
        }
        tap.feed(HI.getBytes(UTF_8), 0, HI.getBytes(UTF_8).length);
        assertThat(tap.content()).isTrue();
        assertThat(tap.id()).isEqualTo("c1");
        assertThat(tap.stopReason()).isNull();
        assertThat(tap.usage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'reasoning_content':'a'",
                "'reasoning':'a'",
                "'refusal':'a'",
                "'tool_calls':[{'index':0,'id':'x','function':{'name':'f','arguments':''}}]",
            })
    void everyKindOfContentIsContent(String members) {
        RelayTap tap = tap(true, false);
        byte[] bytes = delta(members).getBytes(UTF_8);
        tap.feed(bytes, 0, bytes.length);
        assertThat(tap.content()).isTrue();
    }

    @Test
    void finishIsContentToo() {
        assertThat(watched(ROLE + finish("length")).stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @Test
    @DisplayName("T16: stop behind tool calls means that tools are wanted")
    void stopBehindCallsIsToolCalls() {
        String opening = delta("'tool_calls':[{'index':0,'id':'x','function':{'name':'f'}}]");
        assertThat(watched(ROLE + opening + finish("stop")).stopReason())
                .isEqualTo(StopReason.TOOL_CALLS);
        assertThat(watched(HI + opening + finish("stop")).stopReason())
                .isEqualTo(StopReason.TOOL_CALLS);
        assertThat(watched(HI + delta("'content':'','tool_calls':[]") + finish("stop")))
                .extracting(RelayTap::stopReason)
                .isEqualTo(StopReason.END);
    }

    @Test
    void contentIsCounted() {
        RelayTap tap =
                watched(
                        ROLE
                                + delta("'content':'abc'")
                                + delta("'content':'é漢\\n\\\\\\u00e9'")
                                + delta("'reasoning_content':'de'")
                                + delta("'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]")
                                + finish("stop"));
        assertThat(tap.deltas()).isEqualTo(4);
        assertThat(tap.characters()).isEqualTo(3 + 5 + 2 + 2);
    }

    @Test
    void wordsThatLookLikeMembersMisleadNobody() {
        String tricky =
                delta("'content':'\\'usage\\':{\\'prompt_tokens\\':7},\\'finish_reason\\':\\'x\\''")
                        + delta("'content':'usage'")
                        + delta("'content':'error'");
        RelayTap tap = watched(HI + tricky + finish("stop") + USAGE + DONE);
        assertThat(tap.usage()).isEqualTo(Usage.tokens(9, 5));
        assertThat(tap.stopReason()).isEqualTo(StopReason.END);
    }

    @Test
    void escapedMemberNamesAreSeen() {
        String finish = event("{'choices':[{'index':0,'delta':{},'f\\u0069nish_reason':'stop'}]}");
        String usage =
                event("{'choices':[],'us\\u0061ge':{'prompt_tokens':9,'completion_tokens':5}}");
        RelayTap tap = watched(HI + finish + usage + DONE);
        assertThat(tap.stopReason()).isEqualTo(StopReason.END);
        assertThat(tap.usage()).isEqualTo(Usage.tokens(9, 5));
    }

    @Test
    @DisplayName("E3: a cut stream is truncated, before and behind content")
    void cutStreamIsTruncated() {
        for (String answer : new String[] {"", ROLE, ROLE + HI, ROLE + HI + DONE}) {
            assertThat(failure(true, answer).failure().code()).isEqualTo("upstream_truncated");
        }
    }

    @Test
    void cutBetweenTwoAnswersIsTruncated() {
        String second = event("{'choices':[{'index':1,'delta':{'content':'b'}}]}");
        String end = event("{'choices':[{'index':1,'delta':{},'finish_reason':'stop'}]}");
        assertThat(failure(true, HI + second + finish("stop")).failure().code())
                .isEqualTo("upstream_truncated");
        assertThat(watched(HI + second + finish("stop") + end).stopReason())
                .isEqualTo(StopReason.END);
    }

    @Test
    void missingEndsAreMended() {
        String answer = HI + finish("stop");
        assertThat(relayed(false, answer)).isEqualTo(answer + DONE);
        assertThat(relayed(true, answer)).isEqualTo(answer + DONE);
        assertThat(relayed(true, answer + USAGE.stripTrailing())).isEqualTo(answer + DONE);
        assertThat(relayed(false, answer + "data: [DONE]")).isEqualTo(answer + DONE);
        assertThat(relayed(true, answer + "data: [DONE]")).isEqualTo(answer + DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'m','type':'server_error','code':null}}",
                "{'choices':[],'error':{'message':'m'}}",
                "{'x_groq':{'error':'over'}}",
                "{'object':'error','message':'m'}",
            })
    @DisplayName("E11: an error inside a success is a failure")
    void errorsAreFailures(String json) {
        assertThat(failure(true, event(json)).failure().code()).isEqualTo("upstream_failed");
        assertThat(failure(true, json).failure().code()).isEqualTo("upstream_failed");
        assertThat(failure(false, json).failure().code()).isEqualTo("upstream_failed");
        if (!json.contains("object")) {
            assertThat(failure(true, HI + event(json)).failure().code())
                    .isEqualTo("upstream_failed");
        }
        assertThat(failure(true, HI + "event: error\ndata: {}\n\n").failure().code())
                .isEqualTo("upstream_failed");
    }

    @Test
    void completionInsteadOfAStreamIsMalformed() {
        String json = "{'choices':[{'message':{'content':'a'},'finish_reason':'stop'}]}";
        assertThat(failure(true, json).failure().code()).isEqualTo("upstream_malformed");
    }

    @Test
    void plainAnswerPassesWhenItIsWhole() {
        String answer =
                " {\"id\":\"c1\", \"choices\":[{\"index\":0,\"message\":{\"content\":\"Hé\"},"
                        + "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":9,"
                        + "\"completion_tokens\":5},\"future\":{}}\n";
        byte[] bytes = answer.getBytes(UTF_8);
        RelayTap tap = tap(false, true);
        for (byte b : bytes) {
            assertThat(tap.feed(new byte[] {b}, 0, 1).length()).isZero();
        }
        assertThat(tap.content()).isFalse();
        RelayTap.Passed passed = tap.end();
        assertThat(new String(passed.bytes(), passed.offset(), passed.length(), UTF_8))
                .isEqualTo(answer);
        assertThat(tap.content()).isTrue();
        assertThat(tap.id()).isEqualTo("c1");
        assertThat(tap.usage()).isEqualTo(Usage.tokens(9, 5));
        assertThat(tap.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(tap.characters()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "{}", "{'choices':[]}", "{'choices':[{}]", "x"})
    void plainAnswerThatIsNoneIsMalformed(String answer) {
        assertThat(failure(false, answer).failure().code()).isEqualTo("upstream_malformed");
    }

    @Test
    void emptyPlainAnswerIsTruncated() {
        assertThat(failure(false, "").failure().code()).isEqualTo("upstream_truncated");
    }

    @Test
    void heldBytesAreBounded() {
        byte[] comment = (": " + "x".repeat(1 << 20) + "\n").getBytes(UTF_8);
        RelayTap tap = tap(true, true);
        assertThat(
                        catchThrowableOfType(
                                        FailureException.class,
                                        () -> {
                                            for (int i = 0; i < 17; i++) {
                                                tap.feed(comment, 0, comment.length);
                                            }
                                        })
                                .failure()
                                .code())
                .isEqualTo("upstream_malformed");
    }
}
