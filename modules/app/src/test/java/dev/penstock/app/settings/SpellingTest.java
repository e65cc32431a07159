// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({"port, port, 0", "prot, port, 2", "por, port, 1", "'', port, 4", "sync, sink, 2"})
    void distanceCountsChangedCharacters(String one, String other, int expected) {
        assertThat(Spelling.distance(one, other)).isEqualTo(expected);
        assertThat(Spelling.distance(other, one)).isEqualTo(expected);
    }

    @Test
    void farWordsAreNotProposed() {
        assertThat(Spelling.nearest("hosst", List.of("host", "port"))).contains("host");
        assertThat(Spelling.nearest("database_url", List.of("host", "port"))).isEmpty();
    }
}
