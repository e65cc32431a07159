// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInTest {

    private static JsonIn strict(String json) {
        return JsonIn.strict(json.getBytes(UTF_8));
    }

    private static Failure refusal(String json, Consumer<JsonIn> reading) {
        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () -> {
                            try (JsonIn in = strict(json)) {
                                reading.accept(in);
                            }
                        });
        assertThat(thrown).isNotNull();
        return thrown.failure();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1.5e3",
                "\"a\\\"😀é\"",
                "true",
                "false",
                "null",
                "[]",
                "{}",
                "[1, {\"a\" : [ ] } ]",
                "{\"ü\":[\"漢\\u0041\"], \"b\":{}}"
            })
    void rawValueKeepsItsText(String value) {
        String json = "{\"é😀\":\"漢\",\"v\" : " + value + " ,\"z\":1}";
        try (JsonIn in = strict(json)) {
            in.object();
            assertThat(in.member()).isEqualTo("é😀");
            in.skip();
            assertThat(in.member()).isEqualTo("v");
            assertThat(in.raw().value()).isEqualTo(value);
            assertThat(in.member()).isEqualTo("z");
            assertThat(in.integer()).isEqualTo(1);
            assertThat(in.member()).isNull();
            in.end();
        }
    }

    @Test
    void rawValueIsFoundInTheMiddleOfAnArray() {
        byte[] bytes = "ééé{\"a\":[1,\"😀\"]}zzz".getBytes(UTF_8);
        try (JsonIn in = JsonIn.provider(bytes, 6, bytes.length - 9)) {
            in.object();
            in.member();
            assertThat(in.raw().value()).isEqualTo("[1,\"😀\"]");
            in.member();
            in.end();
        }
    }

    @Test
    void placeIsTold() {
        List<String> places = new ArrayList<>();
        try (JsonIn in = strict("{\"messages\":[1,{\"content\":[{\"type\":2}]}]}")) {
            places.add(in.path());
            in.object();
            in.member();
            places.add(in.path());
            in.array();
            in.element();
            places.add(in.path());
            in.element();
            places.add(in.path());
            in.object();
            in.member();
            in.array();
            in.element();
            in.object();
            in.member();
            places.add(in.path());
            assertThat(in.member()).isNull();
            places.add(in.path());
        }
        assertThat(places)
                .containsExactly(
                        "",
                        "messages",
                        "messages[0]",
                        "messages[1]",
                        "messages[1].content[0].type",
                        "messages[1].content[0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"b\":1,\"b\":2}} | b",
                "{\"a\":[1,2,tru]} | a[2]",
                "{\"a\":[1,{\"c\":\"\\q\"}]} | a[1].c",
            })
    void brokenJsonNamesThePlace(String json, String place) {
        Failure failure =
                refusal(
                        json,
                        in -> {
                            in.skip();
                            in.end();
                        });
        assertThat(failure).isInstanceOf(Failure.Caller.class);
        assertThat(failure.message()).startsWith("the body is not valid JSON").contains(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1e309 | a must be a number that is not too large",
                "-1e309 | a must be a number that is not too large",
                "\"1\" | a must be a number",
                "null | a must be a number",
            })
    void numbersAreFiniteNumbers(String value, String message) {
        assertThat(
                        refusal(
                                        "{\"a\":" + value + "}",
                                        in -> {
                                            in.object();
                                            in.member();
                                            in.number();
                                        })
                                .message())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e400", "9223372036854775808", "true", "[]", "1e17"})
    void wholeNumbersAreWhole(String value) {
        assertThat(
                        refusal(
                                        "[" + value + "]",
                                        in -> {
                                            in.array();
                                            in.element();
                                            in.integer();
                                        })
                                .message())
                .startsWith("[0] must be a whole number");
    }

    @Test
    void faultOfAProviderTellsNothingOfTheParser() {
        byte[] bytes = "{\"a\": secret!".getBytes(UTF_8);
        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () -> {
                            try (JsonIn in = JsonIn.provider(bytes, 0, bytes.length)) {
                                in.skip();
                            }
                        });
        assertThat(thrown.failure().code()).isEqualTo("upstream_malformed");
        assertThat(thrown.failure().message())
                .isEqualTo("the provider's answer at a is not valid JSON");
    }

    @Test
    void hostileNamesMakeOneShortLine() {
        String name = "x\\n\\u0000\\u001b[31m".repeat(100);
        Failure failure =
                refusal(
                        "{\"" + name + "\":1}",
                        in -> {
                            in.object();
                            in.member();
                            in.string();
                        });
        assertThat(failure.message()).hasSizeLessThan(310).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void deepNestingIsRefusedAtOnce() {
        assertThat(refusal("[".repeat(2_000_000), JsonIn::skip)).isInstanceOf(Failure.Caller.class);
        assertThat(refusal("{\"a\":".repeat(500_000), JsonIn::skip).message()).hasSizeLessThan(310);
    }
}
