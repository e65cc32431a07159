// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofHours(1);

    @ParameterizedTest
    @CsvSource({"200ms, PT0.2S", "15s, PT15S", "2m, PT2M", "1h, PT1H", "PT15S, PT15S", "3 s, PT3S"})
    void timesAreReadInShortAndInIsoForm(String text, Duration expected) {
        assertThat(Values.duration(text, LEAST, MOST)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "9ms", "61m", "-1s", "PT-1S", "soon", "1d", "", "99999999999s"})
    void timesOutsideTheBoundsAndWithoutUnitAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.duration(text, LEAST, MOST))
                .withMessage(
                        "must be a time of 10ms to 1h, written as 200ms, 15s, 2m, 1h or PT15S");
    }

    @ParameterizedTest
    @CsvSource({
        "2048, 2048",
        "2KiB, 2048",
        "2KB, 2000",
        "3MiB, 3145728",
        "3 MB, 3000000",
        "1GiB, 1073741824",
        "1GB, 1000000000",
        "4096B, 4096"
    })
    void sizesAreReadInDecimalAndBinaryUnits(String text, long expected) {
        assertThat(Values.size(text, 1024, 1L << 30)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1023", "2GiB", "-1", "many", "1.5MiB", "1TiB", "999999999999GiB"})
    void sizesOutsideTheBoundsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.size(text, 1024, 1L << 30))
                .withMessageStartingWith("must be a size of 1KiB to 1024MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "80a", "", "999999"})
    void portsOutsideTheRangeAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Values.port(text));
    }

    @Test
    void portsAtTheEndsOfTheRangeAreTaken() {
        assertThat(Values.port("0")).isZero();
        assertThat(Values.port("65535")).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "0.0.0.0", "::1", "[::1]", "fe80::1%eth0", "gate-1.x.org"})
    void namesAndAddressesAreHosts(String text) {
        assertThat(Values.host(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x", "a b", "x/y", ""})
    void otherTextIsNoHost(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Values.host(text));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "Yes, true", "on, true", "1, true", "FALSE, false", "off, false"})
    void flagsAreReadInTheWaysPeopleWriteThem(String text, boolean expected) {
        assertThat(Values.flag(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2hvcnQ=",
                "not base64!",
                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMw=="
            })
    void masterKeyOfAnotherLengthIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.masterKey(text))
                .withMessageNotContaining(text);
    }
}
