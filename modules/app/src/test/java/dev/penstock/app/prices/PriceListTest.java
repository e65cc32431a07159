// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.Catalog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {

    private static final long MILLION = 1_000_000;
    private static final Catalog CATALOG =
            new Catalog(1, List.of(), List.of(), List.of(), List.of(), PriceList.all());

    private static Price price(String provider, String model, String at) {
        return CATALOG.price(new java.util.UUID(0, 1), provider, model, Instant.parse(at))
                .orElseThrow();
    }

    private static String rate(Price price, UsageClass unit) {
        return Money.dollars("0").plus(new Money(price.rates().getOrDefault(unit, -1L))).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-opus-5-5, INPUT, 4 USD",
        "anthropic, claude-opus-5-5, CACHE_WRITE_1H, 8 USD",
        "anthropic, claude-fable-5-1, CACHE_READ, 0.25 USD",
        "anthropic, claude-mythos-5, CACHE_READ, 1 USD",
        "anthropic, claude-haiku-4-5-20251001, OUTPUT, 5 USD",
        "anthropic, claude-sonnet-4-6, CACHE_WRITE_5M, 3.75 USD",
        "openai, gpt-6-luna, CACHE_WRITE_5M, 0.125 USD",
        "openai, gpt-4o-2024-08-06, CACHE_READ, 1.25 USD",
        "openai, gpt-4o-mini, INPUT, 0.15 USD",
        "openai, gpt-5.4-pro, OUTPUT, 180 USD",
        "openai, text-embedding-3-small, INPUT, 0.02 USD",
        "openai, gpt-audio, AUDIO_OUTPUT, 64 USD",
        "google, gemini-2.5-flash, AUDIO_INPUT, 1 USD",
        "google, gemini-3.5-flash-lite, OUTPUT, 2.5 USD",
        "groq, openai/gpt-oss-20b, CACHE_READ, 0.0375 USD",
        "groq, llama-3.3-70b-versatile, OUTPUT, 0.79 USD",
        "demo, echo, INPUT, 1 USD",
        "demo, echo, OUTPUT, 2 USD"
    })
    void ratesAreDollarsPerMillion(
            String provider, String model, UsageClass unit, String expected) {
        assertThat(rate(price(provider, model, "2026-11-20T12:00:00Z"), unit)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-5.6-sol, 2026-08-20T23:59:59Z, 30 USD",
        "openai, gpt-5.6-sol, 2026-08-21T00:00:00Z, 20 USD",
        "openai, gpt-5.6-sol, 2026-11-21T23:59:59Z, 20 USD",
        "openai, gpt-5.6-sol, 2026-11-22T00:00:00Z, 30 USD",
        "google, gemini-4-argon, 2026-11-30T23:59:59Z, 10 USD",
        "google, gemini-4-argon, 2026-12-01T00:00:00Z, 20 USD",
        "google, gemini-3.7-flash, 2026-12-31T23:59:59Z, 3.75 USD",
        "google, gemini-3.7-flash, 2027-01-01T00:00:00Z, 7.5 USD"
    })
    void datedChangesApplyFromTheirDay(String provider, String model, String at, String output) {
        assertThat(rate(price(provider, model, at), UsageClass.OUTPUT)).isEqualTo(output);
    }

    @Test
    void readingTheCacheOfSonnetBecameCheaper() {
        assertThat(
                        rate(
                                price("anthropic", "claude-sonnet-5-5", "2026-10-06T23:59:59Z"),
                                UsageClass.CACHE_READ))
                .isEqualTo("0.2 USD");
        assertThat(
                        rate(
                                price("anthropic", "claude-sonnet-5-5", "2026-10-07T00:00:00Z"),
                                UsageClass.CACHE_READ))
                .isEqualTo("0.1 USD");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-haiku-5-5, 100000, 0.01, 100001, 0.0500005",
        "anthropic, claude-sonnet-4-5, 200000, 0.6, 200001, 1.200006",
        "google, gemini-2.5-pro, 200000, 0.25, 200001, 0.5000025",
        "openai, gpt-6.1-sol, 272000, 0.544, 272001, 1.088004"
    })
    void largeInputsCostMoreAsAWhole(
            String provider, String model, long below, String cheap, long above, String dear) {
        Price price = price(provider, model, "2026-11-20T12:00:00Z");

        assertThat(price.cost(Usage.tokens(below, 0))).isEqualTo(Money.dollars(cheap));
        assertThat(price.cost(Usage.tokens(above, 0))).isEqualTo(Money.dollars(dear));
    }

    @Test
    void wholeCallIsTheSumOfItsClasses() {
        Usage usage =
                Usage.of(
                        Map.of(
                                UsageClass.INPUT, 1_000L,
                                UsageClass.CACHE_READ, 10_000L,
                                UsageClass.CACHE_WRITE_5M, 2_000L,
                                UsageClass.CACHE_WRITE_1H, 500L,
                                UsageClass.OUTPUT, 300L,
                                UsageClass.REASONING, 200L));

        // 1000*4 + 10000*0.2 + 2000*5 + 500*8 + 500*20, in millionths of a dollar
        assertThat(price("anthropic", "claude-opus-5-5", "2026-11-20T12:00:00Z").cost(usage))
                .isEqualTo(Money.dollars("0.03"));
    }

    @Test
    void everyPriceIsPlausible() {
        assertThat(PriceList.all())
                .hasSizeGreaterThan(70)
                .allSatisfy(price -> {
                    assertThat(price.rates()).containsKey(UsageClass.INPUT);
                    assertThat(price.rates().values())
                            .allSatisfy(nanos ->
                                    assertThat(nanos).isBetween(MILLION, 300_000 * MILLION));
                    assertThat(price.rates().getOrDefault(UsageClass.CACHE_READ, 0L))
                            .isLessThan(price.rates().get(UsageClass.INPUT));
                    assertThat(price.tiers())
                            .allSatisfy(tier ->
                                    assertThat(tier.rates().keySet())
                                            .isEqualTo(price.rates().keySet()));
                });
    }

    @Test
    void versionsNameModelAndDayAndAreUnique() {
        List<Price> prices = PriceList.all();

        assertThat(prices).extracting(Price::version).doesNotHaveDuplicates();
        assertThat(prices)
                .allSatisfy(price ->
                        assertThat(price.version())
                                .isEqualTo(
                                        price.provider()
                                                + "/"
                                                + price.model()
                                                + "@"
                                                + price.validFrom().toString().substring(0, 10)));
    }

    @Test
    void providersAreTypesThatExist() {
        assertThat(PriceList.all())
                .extracting(Price::provider)
                .containsOnly("anthropic", "openai", "google", "groq", "demo");
    }

    @Test
    void unknownClassInAListIsRefused() {
        String list =
                """
                {"from": "2026-01-01", "prices": [
                  {"provider": "p", "models": ["m"], "rates": {"inputs": 1}}]}
                """;

        assertThatThrownBy(() -> PriceList.parse(list.getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("price class 'inputs' is not one of");
    }

    @Test
    void amountsAreReadAsDecimals() {
        String list =
                """
                {"from": "2026-01-01", "prices": [
                  {"provider": "p", "models": ["m"], "rates": {"input_tokens": 0.000000001}}]}
                """;

        assertThat(PriceList.parse(list.getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .extracting(price -> price.rates().get(UsageClass.INPUT))
                .isEqualTo(1L);
    }
}
