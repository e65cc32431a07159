// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScanTest {

    private static RawRequest scan(WireFormat format, byte[] body) {
        return switch (format) {
            case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS, ANTHROPIC_MESSAGES ->
                    CallerCodec.of(format).scan(body, Map.of());
            case GEMINI, GEMINI_TOKEN_COUNT ->
                    CallerCodec.of(format).scan(body, Map.of(), new Addressed("m", false));
            case OPENAI_EMBEDDINGS, ANTHROPIC_TOKEN_COUNT ->
                    RequestScan.of(format, body, Map.of(), Set.of(), null);
        };
    }

    private static RawRequest scan(String body) {
        return scan(WireFormat.OPENAI_CHAT, body.getBytes(UTF_8));
    }

    private static String slice(RawRequest request, ByteRange range) {
        return new String(request.body(), range.from(), range.length(), UTF_8);
    }

    private static Failure.Caller refusal(byte[] body) {
        FailureException thrown =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        FailureException.class, () -> scan(WireFormat.OPENAI_CHAT, body));
        assertThat(thrown).isNotNull();
        assertThat(thrown.failure()).isInstanceOf(Failure.Caller.class);
        assertThat(thrown.failure().status()).isEqualTo(400);
        return (Failure.Caller) thrown.failure();
    }

    private static Failure.Caller refusal(String body) {
        return refusal(body.getBytes(UTF_8));
    }

    @Test
    void testsRunInTheNamedModule() {
        assertThat(getClass().getModule().isNamed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m/ü😀\",\"messages\":[]}",
                " \r\n\t{ \"messages\" : [\"Grüße 😀 漢字\", {\"model\":\"inner\"}] , \"model\" :"
                        + "  \"m/ü😀\"  } \n",
                "{\"é😀\":1.5e3,\"x\":\"\\ud83d\\ude00\\\"\",\"model\":\"m/ü😀\"}",
                "\uFEFF{\"a\":\"漢\",\"model\":\"m/ü😀\"}",
            })
    void modelIsFoundByItsBytes(String body) {
        RawRequest request = scan(body);
        assertThat(request.model()).isEqualTo("m/ü😀");
        assertThat(slice(request, request.modelRange())).isEqualTo("\"m/ü😀\"");
    }

    @Test
    void escapedModelKeepsItsBytes() {
        RawRequest request = scan("{\"model\":\"a\\u0062\\/c\",\"x\":1}");
        assertThat(request.model()).isEqualTo("ab/c");
        assertThat(slice(request, request.modelRange())).isEqualTo("\"a\\u0062\\/c\"");
    }

    @Test
    void bodyIsNotCopied() {
        byte[] body = "{\"model\":\"m\"}".getBytes(UTF_8);
        assertThat(scan(WireFormat.OPENAI_CHAT, body).body()).isSameAs(body);
    }

    @Test
    void membersTheGatewayActsOnAreRead() {
        RawRequest request =
                scan(
                        "{\"stream_options\": {\"include_obfuscation\":false,"
                                + "\"include_usage\":true} ,\"stream\":true,\"max_tokens\":5,"
                                + "\"max_completion_tokens\":7,\"model\":\"m\"}");
        assertThat(request.stream()).isTrue();
        assertThat(request.usageAsked()).isTrue();
        assertThat(request.maxOutputTokens()).isEqualTo(7);
        assertThat(slice(request, request.streamOptionsRange()))
                .isEqualTo("{\"include_obfuscation\":false,\"include_usage\":true}");
    }

    @Test
    void absentAndNullMembersAreTheirDefaults() {
        RawRequest request =
                scan(
                        "{\"model\":\"m\",\"stream\":null,\"stream_options\":null,"
                                + "\"max_tokens\":null}");
        assertThat(request.stream()).isFalse();
        assertThat(request.usageAsked()).isFalse();
        assertThat(request.maxOutputTokens()).isNull();
        assertThat(slice(request, request.streamOptionsRange())).isEqualTo("null");
        assertThat(scan("{\"model\":\"m\"}").streamOptionsRange()).isNull();
    }

    @Test
    void wholeFloatIsABound() {
        assertThat(scan("{\"model\":\"m\",\"max_tokens\":4096.0}").maxOutputTokens())
                .isEqualTo(4096);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[]} | model",
                "{\"model\":\"\"} | model",
                "{\"model\":\" \"} | model",
                "{\"model\":null} | model",
                "{\"model\":7} | model",
                "{\"model\":\"m\",\"model\":\"n\"} | model",
                "{\"a\":1,\"model\":\"m\",\"a\":2} | a",
                "{\"model\":\"m\",\"Model\":\"n\"} | Model",
                "{\"Model\":\"n\",\"model\":\"m\"} | Model",
                "{\"model\":\"m\",\"STREAM\":true} | STREAM",
                "{\"model\":\"m\",\"\u017ftream\":true} | \u017ftream",
                "{\"model\":\"m\",\"stream\":1} | stream",
                "{\"model\":\"m\",\"stream\":\"true\"} | stream",
                "{\"model\":\"m\",\"stream_options\":[]} | stream_options",
                "{\"model\":\"m\",\"stream_options\":{\"include_usage\":1}} |"
                        + " stream_options.include_usage",
                "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true,"
                        + "\"include_usage\":false}} | stream_options.include_usage",
                "{\"model\":\"m\",\"max_tokens\":-1} | max_tokens",
                "{\"model\":\"m\",\"max_tokens\":1.5} | max_tokens",
                "{\"model\":\"m\",\"max_tokens\":1e309} | max_tokens",
                "{\"model\":\"m\",\"max_tokens\":99999999999999999999} | max_tokens",
            })
    void mistakeNamesTheMember(String body, String param) {
        Failure.Caller failure = refusal(body);
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.message()).startsWith(param + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"model\"",
                "{",
                "{\"model\":\"m\"",
                "{\"model\":\"m\"}}",
                "{\"model\":\"m\"} x",
                "{\"model\":\"m\"}{}",
                "{\"model\":\"m\",}",
                "{\"model\":'m'}",
                "{model:\"m\"}",
                "{\"model\":\"m\",\"a\":NaN}",
                "{\"model\":\"m\",\"a\":-Infinity}",
                "{\"model\":\"m\",\"a\":01}",
                "{\"model\":\"m\",\"a\":.5}",
                "{\"model\":\"m\",\"a\":+1}",
                "{\"model\":\"m\",\"a\":\"\t\"}",
                "{\"model\":\"m\",\"a\":\"\\x\"}",
                "{\"model\":\"m\",\"a\":\"\\u12g4\"}",
                "{\"model\":\"m\",\"a\":[1,]}",
                "{\"model\":\"m\"/*c*/}",
                "{\"model\":\"m\",\"a\":tru}",
                "{\"model\":\"m",
            })
    void whatIsNotJsonIsRefused(String body) {
        assertThat(refusal(body).message()).startsWith("the body ");
    }

    @Test
    void malformedUtf8IsRefusedWherever() {
        byte[][] bad = {
            {(byte) 0xC3}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF5, 0, 0, 0}, {(byte) 0x80}, {(byte) 0xFF},
        };
        for (byte[] bytes : bad) {
            byte[] body = "{\"model\":\"m\",\"a\":\"??????\"}".getBytes(UTF_8);
            System.arraycopy(bytes, 0, body, 18, bytes.length);
            assertThat(refusal(body).message()).contains("byte 18 is not UTF-8");
        }
    }

    @Test
    void malformedUtf8IsFoundAtEachPlaceOfAWord() {
        for (int at = 18; at < 36; at++) {
            byte[] body = "{\"model\":\"m\",\"a\":\"???????????????????????\"}".getBytes(UTF_8);
            body[at] = (byte) 0x80;
            assertThat(refusal(body).message()).contains("byte " + at + " is not UTF-8");
        }
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThat(refusal("{\"model\":\"m\"}".getBytes(UTF_16LE)).message()).contains("UTF-8");
        assertThat(refusal("{\"model\":\"m\"}".getBytes(UTF_16BE)).message()).contains("UTF-8");
        assertThat(refusal("\uFEFF{\"model\":\"m\"}".getBytes(UTF_16BE)).message())
                .contains("UTF-8");
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void nestingIsBounded(WireFormat format) {
        String deep = "[".repeat(JsonLimits.DEPTH - 1) + "]".repeat(JsonLimits.DEPTH - 1);
        assertThat(scan("{\"model\":\"m\",\"a\":" + deep + "}").model()).isEqualTo("m");
        for (int depth : new int[] {JsonLimits.DEPTH, 1_000_000}) {
            byte[] body = ("{\"model\":\"m\",\"a\":" + "[".repeat(depth)).getBytes(UTF_8);
            assertThatExceptionOfType(FailureException.class).isThrownBy(() -> scan(format, body));
        }
    }

    @Test
    void longNamesAndNumbersAreRefusedWithAShortMessage() {
        String name = "n".repeat(JsonLimits.NAME_LENGTH + 1);
        String number = "1".repeat(JsonLimits.NUMBER_LENGTH + 1);
        assertThat(refusal("{\"model\":\"m\",\"" + name + "\":1}").message()).hasSizeLessThan(400);
        assertThat(refusal("{\"model\":\"m\",\"max_tokens\":" + number + "}").message())
                .hasSizeLessThan(400);
    }

    @Test
    void anthropicKnowsNoStreamOptions() {
        RawRequest request =
                scan(
                        WireFormat.ANTHROPIC_MESSAGES,
                        "{\"stream_options\":7,\"max_tokens\":9,\"model\":\"m\"}".getBytes(UTF_8));
        assertThat(request.streamOptionsRange()).isNull();
        assertThat(request.maxOutputTokens()).isEqualTo(9);
    }

    @Test
    void headersOfTheFormatAreKeptAndOthersNot() {
        RawRequest request =
                CallerCodec.of(WireFormat.OPENAI_CHAT)
                        .scan(
                                "{\"model\":\"m\"}".getBytes(UTF_8),
                                Map.of(
                                        "openai-beta", List.of("a", "b"),
                                        "authorization", List.of("Bearer x"),
                                        "x-stainless-os", List.of("Linux")));
        assertThat(request.headers()).containsExactly(Map.entry("openai-beta", List.of("a", "b")));
    }
}
