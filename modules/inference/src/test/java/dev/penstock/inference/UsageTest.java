// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void moduleIsNamed() {
        assertThat(Usage.class.getModule().isNamed()).isTrue();
    }

    @Test
    void totalsAreSumsOfDisjointClasses() {
        Usage usage =
                Usage.of(
                        Map.of(
                                UsageClass.INPUT, 10L,
                                UsageClass.CACHE_READ, 100L,
                                UsageClass.CACHE_WRITE_5M, 20L,
                                UsageClass.CACHE_WRITE_1H, 30L,
                                UsageClass.AUDIO_INPUT, 1L,
                                UsageClass.OUTPUT, 7L,
                                UsageClass.REASONING, 40L,
                                UsageClass.AUDIO_OUTPUT, 2L));

        assertThat(usage.totalInput()).isEqualTo(161);
        assertThat(usage.totalOutput()).isEqualTo(49);
    }

    @Test
    void withLeavesTheOriginalAlone() {
        Usage before = Usage.tokens(1, 2);

        Usage after = before.with(UsageClass.OUTPUT, 9);

        assertThat(before.of(UsageClass.OUTPUT)).isEqualTo(2);
        assertThat(after.of(UsageClass.OUTPUT)).isEqualTo(9);
        assertThat(after.of(UsageClass.INPUT)).isEqualTo(1);
    }

    @Test
    void countsShowOnlyWhatIsThere() {
        assertThat(Usage.tokens(0, 5).counts()).containsExactly(Map.entry(UsageClass.OUTPUT, 5L));
        assertThat(Usage.none().counts()).isEmpty();
    }

    @Test
    void negativeCountsAreRefusedByName() {
        assertThatThrownBy(() -> Usage.tokens(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input_tokens is -1");
    }

    @Test
    void equalCountsAreEqualUsages() {
        assertThat(Usage.tokens(3, 4))
                .isEqualTo(Usage.tokens(3, 4))
                .hasSameHashCodeAs(Usage.tokens(3, 4))
                .isNotEqualTo(Usage.tokens(4, 3));
    }
}
