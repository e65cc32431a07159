// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static Duration of(String name, String value) {
        return RetryAfter.of(Map.of(name, List.of(value)));
    }

    @ParameterizedTest
    @CsvSource({"7,7000", "0,0", "0.25,250", " 3 ,3000", "86400,86400000"})
    void secondsAreRead(String value, long millis) {
        assertThat(of("retry-after", value)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "NaN", "Infinity", "1e300", "604801", "1;2"})
    void nonsenseIsNoWish(String value) {
        assertThat(of("retry-after", value)).isNull();
    }

    @Test
    void millisecondsAreMorePrecise() {
        assertThat(
                        RetryAfter.of(
                                Map.of(
                                        "retry-after", List.of("9"),
                                        "retry-after-ms", List.of("1500"))))
                .isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void dateCountsFromTheProvidersOwnClock() {
        String now = "Fri, 20 Nov 2026 10:00:00 GMT";
        assertThat(
                        RetryAfter.of(
                                Map.of(
                                        "date", List.of(now),
                                        "retry-after", List.of("Fri, 20 Nov 2026 10:01:30 GMT"))))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(
                        RetryAfter.of(
                                Map.of(
                                        "date", List.of(now),
                                        "retry-after", List.of("Fri, 20 Nov 2026 09:00:00 GMT"))))
                .isEqualTo(Duration.ZERO);
        assertThat(of("retry-after", now)).isNull();
    }

    @Test
    void absentWishIsNull() {
        assertThat(RetryAfter.of(Map.of())).isNull();
        assertThat(RetryAfter.of(Map.of("retry-after", List.of()))).isNull();
    }
}
