// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void patternsAllowExactNamesAndPrefixes() {
        ModelPatterns patterns = new ModelPatterns(List.of("fast", "demo/*"));

        assertThat(patterns.allow("fast")).isTrue();
        assertThat(patterns.allow("faster")).isFalse();
        assertThat(patterns.allow("demo/echo")).isTrue();
        assertThat(patterns.allow("demo")).isFalse();
        assertThat(ModelPatterns.all().allow("anything")).isTrue();
        assertThat(new ModelPatterns(List.of()).allow("fast")).isFalse();
    }

    @Test
    void starInTheMiddleIsRefused() {
        assertThatThrownBy(() -> new ModelPatterns(List.of("a*b")))
                .hasMessageContaining("'a*b'")
                .hasMessageContaining("end");
    }

    @Test
    void idsAreOfVersionSevenAndSortByTime() {
        AtomicLong millis = new AtomicLong(1_790_000_000_000L);
        TimeOrderedIds ids =
                new TimeOrderedIds(() -> Instant.ofEpochMilli(millis.get()), new Random(7));

        UUID first = ids.next();
        millis.incrementAndGet();
        UUID second = ids.next();

        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(1_790_000_000_000L);
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void headersOfARawRequestAreFoundByLowerCaseName() {
        RawRequest raw =
                new RawRequest(
                        WireFormat.ANTHROPIC_MESSAGES,
                        new byte[0],
                        "m",
                        new ByteRange(0, 0),
                        false,
                        null,
                        false,
                        null,
                        Map.of("Anthropic-Beta", List.of("a", "b")));

        assertThat(raw.headers()).containsEntry("anthropic-beta", List.of("a", "b"));
    }

    @Test
    void requestWithoutMessagesCannotExist() {
        assertThatThrownBy(() ->
                        new ChatRequest(
                                "m",
                                List.of(),
                                List.of(),
                                null,
                                null,
                                GenerationSettings.unset(),
                                false,
                                Map.of(),
                                WireFormat.OPENAI_CHAT))
                .hasMessageContaining("messages is empty");
    }
}
