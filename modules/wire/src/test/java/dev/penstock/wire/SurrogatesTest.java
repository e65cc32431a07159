// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogatesTest {

    private static final long SEED = Long.getLong("penstock.seed", System.nanoTime());

    private static final String[] PIECES = {
        "a",
        "\\\\",
        "\\\"",
        "\\n",
        "u",
        "d83d",
        "\\u0041",
        "\\uD83D",
        "\\ud83d",
        "\\ude00",
        "\\uDFFF",
        "\\ud83d\\ude00",
        "\\ud7ff",
        "\\ue000",
        "\ud83d\ude00",
        "é",
        "\\\\ud800"
    };

    private static Failure.Caller refusal(String json) {
        Failure strict = refusal(json, true);
        assertThat(refusal(json, false)).isEqualTo(strict);
        assertThat(strict).isInstanceOf(Failure.Caller.class);
        return (Failure.Caller) strict;
    }

    private static Failure refusal(String json, boolean strict) {
        FailureException thrown =
                catchThrowableOfType(FailureException.class, () -> walk(json, strict));
        assertThat(thrown).as(json).isNotNull();
        return thrown.failure();
    }

    private static void walk(String json, boolean strict) {
        byte[] body = json.getBytes(UTF_8);
        try (JsonIn in = strict ? JsonIn.strict(body) : JsonIn.shallow(body)) {
            in.skip();
            in.end();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"\\ud800\" | the body | U+D800",
                "{\"a\":\"\\ud800\"} | a | U+D800",
                "{\"a\":[1,\"\\ud83d\\ude00\",{\"b\":\"x\\uDFFFy\"}]} | a[2].b | U+DFFF",
                "{\"a\":\"\\ud83d\\u0041\"} | a | U+D83D",
                "{\"a\":\"\\ude00\\ud83d\"} | a | U+DE00",
                "{\"a\":\"\\ud83d\\ud83d\\ude00\"} | a | U+D83D",
                "{\"a\":\"\\ud83d\\\\ude00\"} | a | U+D83D",
                "{\"a\" : {\"b\":[ \"\\\\\\ud800\" ]}, \"z\":2} | a.b[0] | U+D800",
            })
    void halfOfAPairIsRefusedAtItsPlace(String json, String place, String unit) {
        Failure.Caller failure = refusal(json);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.message())
                .isEqualTo(
                        place
                                + " must be text, but "
                                + unit
                                + " is half of a surrogate pair without the other half");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\udbff", "\\ude00", "a\\ud83d\\u0041", "\\ud83dx"})
    void halfOfAPairInANameIsRefused(String name) {
        assertThat(refusal("{\"a\":1,\"" + name + "\":2}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud83d\\ude00\"",
                "\"\\uD83D\\uDE00\\ud83d\\ude00\"",
                "\"\\\\ud800\"",
                "\"\\\\\\\\ud800\"",
                "\"ud800 \\ud7ff \\ue000\"",
                "{\"\\ud83d\\ude00\":\"\ud83d\ude00\"}",
            })
    void textIsRead(String json) {
        walk(json, true);
        walk(json, false);
    }

    @Test
    void whatIsBrokenBeforeIsToldInstead() {
        assertThat(refusal("{\"a\":tru,\"b\":\"\\ud800\"}").message())
                .startsWith("the body is not valid JSON at a");
        assertThat(refusal("[1,\\ud800]").message()).startsWith("the body is not valid JSON");
    }

    @Test
    void providersMaySplitAPairBetweenTwoEvents() {
        byte[] half = "\"\\ud83d\"".getBytes(UTF_8);
        try (JsonIn in = JsonIn.provider(half, 0, half.length)) {
            assertThat(in.string()).isEqualTo("\ud83d");
        }
    }

    // Strings of random pieces, judged by what Java makes of the text that was read.
    @Test
    void exactlyTheStringsThatAreTextAreRead() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("\"");
            for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String json = text.append('"').toString();
            byte[] bytes = json.getBytes(UTF_8);
            String read;
            try (JsonIn in = JsonIn.provider(bytes, 0, bytes.length)) {
                read = in.string();
            }
            boolean isText = UTF_8.newEncoder().canEncode(read);
            assertThat(Surrogates.lone(bytes) < 0).as("seed %d: %s", SEED, json).isEqualTo(isText);
            refused += isText ? 0 : 1;
        }
        assertThat(refused).isBetween(1_000, 19_000);
    }

    @Test
    void anyBytesAreLookedThrough() {
        Random random = new Random(SEED);
        byte[] alphabet = "\\\\\\uuud8dcef0\"".getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(16)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        random.nextInt(8) == 0
                                ? (byte) random.nextInt(256)
                                : alphabet[random.nextInt(alphabet.length)];
            }
            assertThat(Surrogates.lone(bytes))
                    .isBetween(-1, bytes.length - 6 < 0 ? -1 : bytes.length - 6);
        }
    }
}
