// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {

    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30d, 2026-12-20T09:00:00Z",
        "12h, 2026-11-20T21:00:00Z",
        "2026-12-31, 2027-01-01T00:00:00Z",
        "2026-12-31T12:00:00Z, 2026-12-31T12:00:00Z"
    })
    void spansDatesAndTimesAreRead(String text, Instant expected) {
        assertThat(Expiry.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "soon", "2026-13-01", "2026-12-31T12:00", "-1d"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> Expiry.parse(text, NOW))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("'" + text + "' but must be 30d, 12h,");
    }
}
