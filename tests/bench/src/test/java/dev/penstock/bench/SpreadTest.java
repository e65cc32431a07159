// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void medianOfAnOddCountIsTheMiddleOne() {
        assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
    }

    @Test
    void medianOfAnEvenCountIsTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(3, 1, 8));
    }

    @Test
    void noValuesAreRefused() {
        assertThatThrownBy(() -> Spread.of(List.of())).hasMessageContaining("at least once");
    }

    @Test
    void textHasTheRangeWhereThereIsOne() {
        assertThat(new Spread(21.34, 19.96, 250.6).text()).isEqualTo("21.3 (20.0..251)");
        assertThat(Spread.single(2.346).text()).isEqualTo("2.35");
        assertThat(Spread.single(0).text()).isEqualTo("0");
        assertThat(Spread.single(1_000_000).text()).isEqualTo("1000000");
    }
}
