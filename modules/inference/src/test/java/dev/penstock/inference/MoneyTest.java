// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void dollarsAreKeptInNanos() {
        assertThat(Money.dollars("0.15").nanos()).isEqualTo(150_000_000);
        assertThat(Money.dollars("1.25e-06").nanos()).isEqualTo(1_250);
        assertThat(Money.dollars("0.0000000005").nanos()).isEqualTo(1);
    }

    @Test
    void moneyIsShownWithoutExponentAndTrailingZeros() {
        assertThat(new Money(1_500).toDollars().toPlainString()).isEqualTo("0.0000015");
        assertThat(Money.ZERO.toDollars().toPlainString()).isEqualTo("0");
        assertThat(Money.dollars("100")).hasToString("100 USD");
    }

    @Test
    void sumsThatDoNotFitAreAnError() {
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1)))
                .isInstanceOf(ArithmeticException.class);
    }
}
