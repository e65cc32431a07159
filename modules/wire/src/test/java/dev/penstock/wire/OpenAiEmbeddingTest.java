// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiEmbeddingTest {

    private static final EmbeddingCallerCodec CALLER =
            EmbeddingCallerCodec.of(WireFormat.OPENAI_EMBEDDINGS);
    private static final EmbeddingProviderCodec PROVIDER =
            EmbeddingProviderCodec.of(WireFormat.OPENAI_EMBEDDINGS);
    private static final AnswerIdentity IDENTITY = new AnswerIdentity("1", "public", Instant.EPOCH);
    private static final String ANSWER =
            "{\"object\":\"list\",\"data\":["
                    + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[3,-4.5e-1]},"
                    + "{\"index\":0,\"embedding\":[0.25,1]}],"
                    + "\"model\":\"m-2\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7},\"new\":{}}";

    private static RawRequest scan(String body) {
        return CALLER.scan(body.getBytes(UTF_8), Map.of(), null);
    }

    private static EmbeddingRequest decode(String body) {
        return CALLER.decode(scan(body));
    }

    private static Failure failure(Runnable action) {
        FailureException thrown = catchThrowableOfType(FailureException.class, action::run);
        assertThat(thrown).as("a failure").isNotNull();
        return thrown.failure();
    }

    @Test
    void requestIsDecodedWithAllItsMembers() {
        EmbeddingRequest request =
                decode(
                        "{\"input\":[\"a\",\"ü\"],\"model\":\"m\",\"dimensions\":256,\"user\":\"u\","
                                + "\"encoding_format\":\"base64\",\"future\":[1]}");
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.inputs()).containsExactly("a", "ü");
        assertThat(request.dimensions()).isEqualTo(256);
        assertThat(request.endUser()).isEqualTo("u");
        assertThat(request.extras()).containsOnlyKeys("future");
        assertThat(request.stream()).isFalse();
    }

    @Test
    void oneTextIsOneInput() {
        assertThat(decode("{\"model\":\"m\",\"input\":\"a\"}").inputs()).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"model\":\"m\"} | input | is required",
                "{\"model\":\"m\",\"input\":[]} | input | at least one text",
                "{\"model\":\"m\",\"input\":\"\"} | input | empty text",
                "{\"model\":\"m\",\"input\":[\"a\",\"\"]} | input[1] | empty text",
                "{\"model\":\"m\",\"input\":[1,2]} | input[0] | made of tokens",
                "{\"model\":\"m\",\"input\":[[1],[2]]} | input[0] | made of tokens",
                "{\"model\":\"m\",\"input\":7} | input | a text or an array of texts",
                "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":0} | dimensions | at least 1",
                "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"hex\"} | encoding_format |"
                        + " float or base64",
            })
    void mistakesNameMemberAndRule(String body, String param, String rule) {
        Failure.Caller failure = (Failure.Caller) failure(() -> decode(body));
        assertThat(failure.kind()).isEqualTo(Failure.CallerKind.BAD_REQUEST);
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.message()).contains(param).contains(rule);
    }

    @Test
    void moreThanTheMostInputsAreRefused() {
        String body = "{\"model\":\"m\",\"input\":[" + "\"a\",".repeat(2_048) + "\"a\"]}";
        assertThat(failure(() -> decode(body)).message()).contains("at most 2048");
        assertThat(decode(body.replaceFirst("\"a\",", "")).inputs()).hasSize(2_048);
    }

    @Test
    @DisplayName("Q20: of a relayed body only the model changes, token inputs included")
    void onlyTheModelOfARelayedBodyChanges() {
        String body = "{ \"input\" : [[1, 2]], \"model\":\"m\",\"x\":1e3 }";
        assertThat(new String(PROVIDER.relay(scan(body), "other"), UTF_8))
                .isEqualTo("{ \"input\" : [[1, 2]], \"model\":\"other\",\"x\":1e3 }");
    }

    @Test
    void requestGoesOutWithNumbersAskedFor() {
        EmbeddingRequest request =
                decode(
                        "{\"input\":\"a\",\"model\":\"m\",\"dimensions\":2,\"user\":\"u\","
                                + "\"encoding_format\":\"base64\",\"future\":[1]}");
        EncodedRequest sent = PROVIDER.encode(request.withModel("own"), Dialect.openAi());
        assertThat(new String(sent.body(), UTF_8))
                .isEqualTo(
                        "{\"model\":\"own\",\"input\":[\"a\"],\"encoding_format\":\"float\","
                                + "\"dimensions\":2,\"user\":\"u\",\"future\":[1]}");
        assertThat(sent.dropped()).isEmpty();
    }

    @Test
    void answerIsReadInTheOrderOfItsIndices() {
        EmbeddingAnswer answer = PROVIDER.read(ANSWER.getBytes(UTF_8));
        assertThat(answer.vectors().get(0)).containsExactly(0.25f, 1f);
        assertThat(answer.vectors().get(1)).containsExactly(3f, -0.45f);
        assertThat(answer.usage()).isEqualTo(Usage.tokens(7, 0));
        assertThat(answer.model()).isEqualTo("m-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"data\":null}",
                "[]",
                "{\"data\":[{\"index\":0}]}",
                "{\"data\":[{\"index\":1,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1e39]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[null]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"AAA\"}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"?\"}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"AADAfw==\"}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1]",
                "<html>",
            })
    void whatIsNoVectorForEachIndexIsMalformed(String body) {
        Failure failure = failure(() -> PROVIDER.read(body.getBytes(UTF_8)));
        assertThat(failure.code()).isEqualTo("upstream_malformed");
    }

    @Test
    void errorInsideASuccessIsAnError() {
        byte[] body =
                "{\"error\":{\"message\":\"busy\",\"type\":\"rate_limit_exceeded\"}}"
                        .getBytes(UTF_8);
        assertThat(failure(() -> PROVIDER.read(body)).code()).isEqualTo("upstream_rate_limited");
        RelayTap tap = PROVIDER.tap(false, false);
        tap.feed(body, 0, body.length);
        assertThat(failure(tap::end).code()).isEqualTo("upstream_rate_limited");
    }

    @Test
    @DisplayName("Q19: vectors are written in the form that was asked for, and base64 is exact")
    void vectorsAreWrittenInTheFormThatWasAskedFor() {
        Random random = new Random(5);
        float[] vector = new float[1_536];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat() * 2 - 1;
        }
        vector[0] = Float.MIN_VALUE;
        vector[1] = -Float.MAX_VALUE;
        EmbeddingAnswer answer =
                new EmbeddingAnswer("m", List.of(vector, new float[] {1}), Usage.tokens(9, 0));
        for (String form : List.of("base64", "float")) {
            RawRequest raw =
                    scan(
                            "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"%s\"}"
                                    .formatted(form));
            byte[] body = CALLER.encode(answer, raw, IDENTITY);
            String text = new String(body, UTF_8);
            assertThat(text.contains("\"embedding\":\"")).isEqualTo(form.equals("base64"));
            assertThat(text)
                    .startsWith(
                            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,")
                    .endsWith(
                            "\"model\":\"public\",\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}");
            EmbeddingAnswer again = PROVIDER.read(body);
            assertThat(again.vectors().get(0)).isEqualTo(vector);
            assertThat(again.usage()).isEqualTo(answer.usage());
        }
    }

    @Test
    void numbersAreTheFormWhenNoneIsNamed() {
        EmbeddingAnswer answer = new EmbeddingAnswer("", List.of(new float[] {0.5f, -2}), null);
        byte[] body = CALLER.encode(answer, scan("{\"model\":\"m\",\"input\":\"a\"}"), IDENTITY);
        assertThat(new String(body, UTF_8))
                .isEqualTo(
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                                + "\"embedding\":[0.5,-2.0]}],\"model\":\"public\","
                                + "\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0}}");
    }

    @Test
    void tapLetsAWholeAnswerThroughAndSeesItsUsage() {
        byte[] bytes = ANSWER.getBytes(UTF_8);
        RelayTap tap = PROVIDER.tap(false, false);
        for (byte b : bytes) {
            assertThat(tap.feed(new byte[] {b}, 0, 1).length()).isZero();
        }
        assertThat(tap.content()).isFalse();
        RelayTap.Passed passed = tap.end();
        assertThat(new String(passed.bytes(), passed.offset(), passed.length(), UTF_8))
                .isEqualTo(ANSWER);
        assertThat(tap.content()).isTrue();
        assertThat(tap.usage()).isEqualTo(Usage.tokens(7, 0));
        assertThat(tap.stopReason()).isEqualTo(StopReason.END);
    }

    @Test
    void emptyAnswerIsTruncated() {
        RelayTap tap = PROVIDER.tap(false, false);
        assertThat(failure(tap::end).code()).isEqualTo("upstream_truncated");
    }

    @Test
    void otherFormatsHaveNoEmbeddings() {
        for (WireFormat format : WireFormat.values()) {
            boolean known = format == WireFormat.OPENAI_EMBEDDINGS;
            assertThat(known(() -> EmbeddingCallerCodec.of(format))).isEqualTo(known);
            assertThat(known(() -> EmbeddingProviderCodec.of(format))).isEqualTo(known);
        }
    }

    private static boolean known(Runnable lookup) {
        try {
            lookup.run();
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("embeddings");
            return false;
        }
    }
}
