// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final long DOLLAR = 1_000_000_000L;

    private static Price price(Map<UsageClass, Long> rates, Price.Tier... tiers) {
        return new Price("p/m@1", "p", "m", Instant.EPOCH, rates, List.of(tiers));
    }

    @Test
    void costIsTheSumOverClasses() {
        // Sonnet-like: 3 in, 3.75 write, 0.30 read, 15 out, per million.
        Price price =
                price(
                        Map.of(
                                UsageClass.INPUT,
                                3 * DOLLAR,
                                UsageClass.CACHE_READ,
                                3 * DOLLAR / 10,
                                UsageClass.CACHE_WRITE_5M,
                                375 * DOLLAR / 100,
                                UsageClass.OUTPUT,
                                15 * DOLLAR));
        Usage usage =
                Usage.tokens(10, 20)
                        .with(UsageClass.CACHE_READ, 100)
                        .with(UsageClass.CACHE_WRITE_5M, 50);

        // 0.00003 + 0.00003 + 0.0001875 + 0.0003
        assertThat(price.cost(usage)).isEqualTo(Money.dollars("0.0005475"));
    }

    @Test
    void missingRatesFallBackToTheClassTheyBelongTo() {
        Price price = price(Map.of(UsageClass.INPUT, 2 * DOLLAR, UsageClass.OUTPUT, 8 * DOLLAR));

        assertThat(price.cost(Usage.none().with(UsageClass.REASONING, 1_000_000)))
                .isEqualTo(Money.dollars("8"));
        assertThat(price.cost(Usage.none().with(UsageClass.CACHE_READ, 1_000_000)))
                .isEqualTo(Money.dollars("2"));
        assertThat(price.cost(Usage.none().with(UsageClass.CACHE_WRITE_1H, 1_000_000)))
                .isEqualTo(Money.dollars("2"));
        assertThat(price.cost(Usage.none().with(UsageClass.AUDIO_OUTPUT, 1_000_000)))
                .isEqualTo(Money.dollars("8"));
    }

    @Test
    void hourCacheFallsBackToTheFiveMinuteRate() {
        Price price =
                price(Map.of(UsageClass.INPUT, DOLLAR, UsageClass.CACHE_WRITE_5M, 5 * DOLLAR));

        assertThat(price.cost(Usage.none().with(UsageClass.CACHE_WRITE_1H, 1_000_000)))
                .isEqualTo(Money.dollars("5"));
    }

    @Test
    void tierAppliesToTheWholeAnswerOnceTheInputIsAboveIt() {
        Price price =
                price(
                        Map.of(UsageClass.INPUT, 2 * DOLLAR, UsageClass.OUTPUT, 10 * DOLLAR),
                        new Price.Tier(100, Map.of(UsageClass.INPUT, 3 * DOLLAR)),
                        new Price.Tier(
                                200,
                                Map.of(
                                        UsageClass.INPUT,
                                        4 * DOLLAR,
                                        UsageClass.OUTPUT,
                                        15 * DOLLAR)));

        assertThat(price.cost(Usage.tokens(100, 100)).nanos()).isEqualTo(200_000 + 1_000_000);
        assertThat(price.cost(Usage.tokens(101, 100)).nanos()).isEqualTo(303_000 + 1_000_000);
        assertThat(price.cost(Usage.tokens(201, 100)).nanos()).isEqualTo(804_000 + 1_500_000);
    }

    @Test
    void cachedInputCountsForTheTier() {
        Price price =
                price(
                        Map.of(UsageClass.INPUT, 2 * DOLLAR),
                        new Price.Tier(100, Map.of(UsageClass.INPUT, 4 * DOLLAR)));

        Usage usage = Usage.tokens(1, 0).with(UsageClass.CACHE_READ, 100);

        assertThat(price.cost(usage).nanos()).isEqualTo(101 * 4_000);
    }

    @Test
    void roundingIsHalfUpAndHappensOnce() {
        Price halves = price(Map.of(UsageClass.INPUT, 500_000L, UsageClass.OUTPUT, 500_000L));

        assertThat(halves.cost(Usage.tokens(1, 0)).nanos()).isEqualTo(1);
        assertThat(halves.cost(Usage.tokens(1, 1)).nanos()).isEqualTo(1);
        assertThat(price(Map.of(UsageClass.INPUT, 499_999L)).cost(Usage.tokens(1, 0)).nanos())
                .isZero();
    }

    @Test
    void largeFiguresDoNotOverflowOnTheWay() {
        Price price = price(Map.of(UsageClass.OUTPUT, 180 * DOLLAR));

        assertThat(price.cost(Usage.tokens(0, 40_000_000_000_000L)))
                .isEqualTo(Money.dollars("7200000000"));
    }

    @Test
    void sumsThatFitAndSumsThatDoNotMeetWithoutAStep() {
        // Rates times counts that lie just below, at and above what 64 bits hold.
        Price price = price(Map.of(UsageClass.INPUT, 3L, UsageClass.OUTPUT, 1L));
        for (long count :
                new long[] {
                    Long.MAX_VALUE / 3 - 500_000, Long.MAX_VALUE / 3, Long.MAX_VALUE / 3 + 1
                }) {
            BigInteger exact =
                    BigInteger.valueOf(count)
                            .multiply(BigInteger.valueOf(3))
                            .add(BigInteger.valueOf(7_500_000))
                            .add(BigInteger.valueOf(500_000))
                            .divide(BigInteger.valueOf(1_000_000));

            assertThat(price.cost(Usage.tokens(count, 7_500_000)).nanos())
                    .isEqualTo(exact.longValueExact());
        }
    }

    @Test
    void negativeRatesAreRefused() {
        assertThatThrownBy(() -> price(Map.of(UsageClass.INPUT, -1L)))
                .hasMessageContaining("input_tokens rate of p/m@1 is -1");
    }
}
