// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of US dollars in whole nano-dollars; nothing is ever computed in floating point.
///
/// @param nanos nano-dollars; negative only in corrections
public record Money(long nanos) implements Comparable<Money> {

    /// No money.
    public static final Money ZERO = new Money(0);

    /// An amount written in dollars.
    ///
    /// @param dollars with at most nine decimals that count; further ones are rounded half-up
    /// @throws ArithmeticException when it does not fit
    public static Money dollars(BigDecimal dollars) {
        return new Money(
                dollars.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /// An amount written in dollars, such as `0.15`.
    public static Money dollars(String dollars) {
        return dollars(new BigDecimal(dollars));
    }

    /// The sum.
    ///
    /// @throws ArithmeticException when it does not fit
    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, other.nanos));
    }

    /// The amount in dollars without trailing zeros.
    public BigDecimal toDollars() {
        return nanos == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    /// Dollars in plain notation, such as `0.00015 USD`.
    @Override
    public String toString() {
        return toDollars().toPlainString() + " USD";
    }
}
