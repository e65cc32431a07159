// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiRelayTest {

    private static RawRequest scan(String body) {
        return CallerCodec.of(WireFormat.OPENAI_CHAT).scan(body.getBytes(UTF_8), Map.of());
    }

    private static String relay(String body, String model) {
        return new String(ProviderCodec.of(WireFormat.OPENAI_CHAT).relay(scan(body), model), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"model\":\"a\"} | {\"model\":\"x\\\"ü\"}",
                "{ \"é😀\" : [1 ,2], \"model\" : \"a\\u0062/ü\" , \"model2\":\"a\" } |"
                        + " { \"é😀\" : [1 ,2], \"model\" : \"x\\\"ü\" , \"model2\":\"a\" }",
                "{\"model\":\"a\",\"stream\":false,\"future\":1e309} |"
                        + " {\"model\":\"x\\\"ü\",\"stream\":false,\"future\":1e309}",
                "{\"model\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":true}} |"
                        + " {\"model\":\"x\\\"ü\",\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"a\",\"stream_options\":{}} |"
                        + " {\"model\":\"x\\\"ü\",\"stream_options\":{}}",
            })
    @DisplayName("Q20: only the model changes, every other byte stays")
    void onlyTheModelChanges(String body, String expected) {
        assertThat(relay(body, "x\"ü")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"stream\":true, \"model\":\"a\" } | {\"stream\":true, \"model\":\"long-name\","
                        + "\"stream_options\":{\"include_usage\":true} }",
                "{\"model\":\"a\",\"stream\":true,\"stream_options\": null } |"
                        + " {\"model\":\"long-name\",\"stream\":true,"
                        + "\"stream_options\": {\"include_usage\":true} }",
                "{\"stream_options\":{},\"model\":\"a\",\"stream\":true} |"
                        + " {\"stream_options\":{\"include_usage\":true},"
                        + "\"model\":\"long-name\",\"stream\":true}",
                "{\"stream_options\":{\"é\":[ 1],\"include_usage\":false},\"stream\":true,"
                        + "\"model\":\"a\"} | {\"stream_options\":{\"é\":[ 1],"
                        + "\"include_usage\":true},\"stream\":true,\"model\":\"long-name\"}",
            })
    @DisplayName("U6: a stream is asked for usage in any case")
    void streamIsAskedForUsage(String body, String expected) {
        String relayed = relay(body, "long-name");
        assertThat(relayed).isEqualTo(expected);
        RawRequest again = scan(relayed);
        assertThat(again.usageAsked()).isTrue();
        assertThat(again.model()).isEqualTo("long-name");
    }

    @Test
    void callersBodyIsNotChanged() {
        RawRequest request = scan("{\"model\":\"a\",\"stream\":true}");
        byte[] before = request.body().clone();
        ProviderCodec.of(WireFormat.OPENAI_CHAT).relay(request, "b");
        assertThat(request.body()).isEqualTo(before);
    }
}
