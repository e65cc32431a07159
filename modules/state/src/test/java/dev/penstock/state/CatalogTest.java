// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Target;
import dev.penstock.inference.UsageClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static final UUID ORGANISATION = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");

    private static ProviderConfiguration provider(UUID organisation, String uid, int minute) {
        return new ProviderConfiguration(
                UUID.randomUUID(),
                organisation,
                uid,
                "openai",
                null,
                List.of(),
                Map.of(),
                false,
                DAY.plusSeconds(60L * minute));
    }

    private static ConfiguredRoute route(UUID organisation, String name) {
        return new ConfiguredRoute(
                UUID.randomUUID(),
                organisation,
                new Route(name, List.of(new Target("p", "m"))),
                DAY);
    }

    private static Price price(String model, String from, long rate) {
        return new Price(
                "openai/" + model + "@" + from,
                "openai",
                model,
                Instant.parse(from + "T00:00:00Z"),
                Map.of(UsageClass.INPUT, rate),
                List.of());
    }

    private static Catalog prices(Price... prices) {
        return new Catalog(1, List.of(), List.of(), List.of(), List.of(), List.of(prices));
    }

    @Test
    void thingsOfAnotherOrganisationAreNotThere() {
        Catalog catalog =
                new Catalog(
                        1,
                        List.of(),
                        List.of(provider(OTHER, "p", 0)),
                        List.of(route(OTHER, "fast")),
                        List.of(),
                        List.of());

        assertThat(catalog.provider(ORGANISATION, "p")).isEmpty();
        assertThat(catalog.providers(ORGANISATION)).isEmpty();
        assertThat(catalog.route(ORGANISATION, "fast")).isEmpty();
        assertThat(catalog.provider(OTHER, "p")).isPresent();
    }

    @Test
    void providersComeInTheOrderInWhichTheyWereConfigured() {
        Catalog catalog =
                new Catalog(
                        1,
                        List.of(),
                        List.of(
                                provider(ORGANISATION, "third", 3),
                                provider(ORGANISATION, "first", 1),
                                provider(ORGANISATION, "second", 2)),
                        List.of(),
                        List.of(),
                        List.of());

        assertThat(catalog.providers(ORGANISATION))
                .extracting(ProviderConfiguration::uid)
                .containsExactly("first", "second", "third");
    }

    @Test
    void newestPriceThatHasBegunApplies() {
        Catalog catalog =
                prices(
                        price("m", "2026-12-01", 4),
                        price("m", "2026-01-01", 2),
                        price("m", "2026-06-01", 3));

        assertThat(catalog.price(ORGANISATION, "openai", "m", DAY).orElseThrow().version())
                .isEqualTo("openai/m@2026-06-01");
        assertThat(
                        catalog.price(
                                        ORGANISATION,
                                        "openai",
                                        "m",
                                        Instant.parse("2026-12-01T00:00:00Z"))
                                .orElseThrow()
                                .version())
                .isEqualTo("openai/m@2026-12-01");
        assertThat(
                        catalog.price(
                                ORGANISATION, "openai", "m", Instant.parse("2025-12-31T23:59:59Z")))
                .isEmpty();
    }

    @Test
    void datedNameHasThePriceOfItsFamilyUnlessItHasItsOwn() {
        Catalog catalog =
                prices(
                        price("gpt-4o", "2026-01-01", 2),
                        price("gpt-4o-2024-05-13", "2026-01-01", 5));

        assertThat(
                        catalog.price(ORGANISATION, "openai", "gpt-4o-2024-08-06", DAY)
                                .orElseThrow()
                                .model())
                .isEqualTo("gpt-4o");
        assertThat(
                        catalog.price(ORGANISATION, "openai", "gpt-4o-20240806", DAY)
                                .orElseThrow()
                                .model())
                .isEqualTo("gpt-4o");
        assertThat(
                        catalog.price(ORGANISATION, "openai", "gpt-4o-2024-05-13", DAY)
                                .orElseThrow()
                                .model())
                .isEqualTo("gpt-4o-2024-05-13");
        assertThat(catalog.price(ORGANISATION, "openai", "gpt-4o-mini", DAY)).isEmpty();
        assertThat(catalog.price(ORGANISATION, "anthropic", "gpt-4o", DAY)).isEmpty();
    }

    private static ConfiguredPrice override(UUID organisation, Price price, Instant ended) {
        return new ConfiguredPrice(
                price, ConfiguredPrice.Source.OVERRIDE, organisation, ended, 1, DAY);
    }

    @Test
    void ownPriceGoesBeforeTheInstallationsAndTheNameItselfBeforeItsFamily() {
        Price family = price("gpt-4o", "2026-01-01", 2);
        Price dated = price("gpt-4o-2024-05-13", "2026-01-01", 5);
        Price own = price("gpt-4o", "2026-02-01", 1);
        Catalog catalog =
                new Catalog(
                        1,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                ConfiguredPrice.builtin(family),
                                ConfiguredPrice.builtin(dated),
                                override(ORGANISATION, own, DAY.plusSeconds(60))),
                        List.of());

        assertThat(catalog.price(ORGANISATION, "openai", "gpt-4o", DAY)).contains(own);
        assertThat(catalog.price(OTHER, "openai", "gpt-4o", DAY)).contains(family);
        assertThat(catalog.price(ORGANISATION, "openai", "gpt-4o", DAY.plusSeconds(60)))
                .contains(family);
        assertThat(catalog.price(ORGANISATION, "openai", "gpt-4o-2024-08-06", DAY)).contains(own);
        assertThat(catalog.price(ORGANISATION, "openai", "gpt-4o-2024-05-13", DAY)).contains(dated);
        assertThat(catalog.pricesInForce(ORGANISATION, DAY))
                .extracting(ConfiguredPrice::price)
                .containsExactly(own, dated);
    }

    @Test
    void overrideWithoutOrganisationAndListPriceWithOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> override(null, price("m", "2026-01-01", 1), null))
                .withMessageContaining("belong to an organisation");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ConfiguredPrice(
                                price("m", "2026-01-01", 1),
                                ConfiguredPrice.Source.BUILTIN,
                                ORGANISATION,
                                null,
                                1,
                                DAY));
    }

    @Test
    void settingsOfInstallationAndOrganisationsAreApart() {
        Setting all = new Setting(null, "a", "1", 1, DAY);
        Setting own = new Setting(ORGANISATION, "a", "2", 1, DAY);
        Catalog catalog =
                new Catalog(
                        1,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(all, own));

        assertThat(catalog.setting(null, "a")).contains(all);
        assertThat(catalog.settings(ORGANISATION)).isEqualTo(Map.of("a", own));
        assertThat(catalog.setting(OTHER, "a")).isEmpty();
    }

    @Test
    void credentialShowsItsEndOnlyWhenThatTellsLittle() {
        assertThat(new ProviderCredential(OTHER, Secret.of("0123456789abcdef"), DAY).lastFour())
                .isEqualTo("cdef");
        assertThat(new ProviderCredential(OTHER, Secret.of("0123456789abcde"), DAY).lastFour())
                .isEmpty();
    }

    @Test
    void keyIsDeadFromItsExpiryAndOnceRevoked() {
        KeyRecord key =
                new KeyRecord(
                        UUID.randomUUID(),
                        new Tenant(ORGANISATION, OTHER, OTHER),
                        "k",
                        new KeyDigest("0".repeat(64)),
                        "abcd",
                        ModelPatterns.all(),
                        DAY,
                        DAY.plusSeconds(10),
                        null);

        assertThat(key.usable(DAY.plusSeconds(9))).isTrue();
        assertThat(key.usable(DAY.plusSeconds(10))).isFalse();
        assertThat(
                        new KeyRecord(
                                        key.id(),
                                        key.tenant(),
                                        key.name(),
                                        key.digest(),
                                        key.lastFour(),
                                        key.models(),
                                        DAY,
                                        null,
                                        DAY)
                                .usable(DAY))
                .isFalse();
    }

    @Test
    void keysAreFoundByDigestOnly() {
        KeyDigest digest = new KeyDigest("ab".repeat(32));
        KeyRecord key =
                new KeyRecord(
                        UUID.randomUUID(),
                        new Tenant(ORGANISATION, OTHER, OTHER),
                        "k",
                        digest,
                        "abcd",
                        ModelPatterns.all(),
                        DAY,
                        null,
                        null);
        Catalog catalog = new Catalog(1, List.of(), List.of(), List.of(), List.of(key), List.of());

        assertThat(catalog.key(digest)).contains(key);
        assertThat(catalog.key(new KeyDigest("ac".repeat(32)))).isEmpty();
        assertThat(catalog.keys(ORGANISATION)).containsExactly(key);
        assertThat(catalog.keys(OTHER)).isEmpty();
    }

    @Test
    void malformedDigestCannotExist() {
        assertThatThrownBy(() -> new KeyDigest("ABC")).hasMessageContaining("64 hex digits");
    }

    @Test
    void providerUidIsChecked() {
        assertThatThrownBy(() -> provider(ORGANISATION, "a/b", 0)).hasMessageContaining("'a/b'");
    }
}
