// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Target;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.Catalog;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.StateException;
import dev.penstock.state.Tenant;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What every store promises about changes and the catalogue.
abstract class ConfigurationContract extends StoreContract {

    private Catalog catalog() {
        return store().catalog().current();
    }

    private Configuration.NewKey key(Secret secret, Tenant tenant) {
        return new Configuration.NewKey(
                tenant.team(),
                tenant.project(),
                "batch jobs",
                store().keyDigests().digest(secret),
                "x9Yz",
                new ModelPatterns(List.of("gpt-4o", "claude-*")),
                clock.instant().plus(Duration.ofDays(30)));
    }

    private static Price price(String version) {
        return new Price(
                version,
                "openai",
                "gpt-4o",
                Instant.parse("2026-01-01T00:00:00Z"),
                Map.of(UsageClass.INPUT, 2_500_000_000L, UsageClass.OUTPUT, 10_000_000_000L),
                List.of(
                        new Price.Tier(0, Map.of(UsageClass.INPUT, 1L)),
                        new Price.Tier(200_000, Map.of(UsageClass.INPUT, 5_000_000_000L))));
    }

    @Test
    void catalogueOfANewStoreHasTheFirstOrganisationOnly() {
        assertThat(catalog().organisations())
                .singleElement()
                .satisfies(organisation -> {
                    assertThat(organisation.id()).isEqualTo(organisation());
                    assertThat(organisation.name()).isEqualTo("default");
                    assertThat(organisation.created()).isEqualTo(clock.instant());
                });
        assertThat(catalog().providers()).isEmpty();
        assertThat(catalog().routes(organisation())).isEmpty();
        assertThat(catalog().prices()).isEmpty();
    }

    @Test
    void addedProviderIsCurrentAtOnceAndTheSameAfterReopening() {
        ProviderConfiguration added =
                store().configuration().addProvider(actor(), provider("main", "sk-upstream-1"));
        assertThat(added.credentials())
                .singleElement()
                .satisfies(credential -> {
                    assertThat(credential.secret()).isEqualTo(Secret.of("sk-upstream-1"));
                    assertThat(credential.name()).isEqualTo("default");
                    assertThat(credential.usable(clock.instant())).isTrue();
                });
        assertThat(added.created()).isEqualTo(clock.instant());
        assertThat(catalog().provider(organisation(), "main")).contains(added);
        reopen();
        assertThat(catalog().providers(organisation())).containsExactly(added);
    }

    @Test
    void providerWithoutCredentialAndBaseUrlHasNone() {
        store().configuration()
                .addProvider(
                        actor(),
                        new Configuration.NewProvider("bare", "demo", null, null, Map.of(), false));
        reopen();
        assertThat(catalog().provider(organisation(), "bare"))
                .hasValueSatisfying(provider -> {
                    assertThat(provider.credentials()).isEmpty();
                    assertThat(provider.baseUrl()).isNull();
                    assertThat(provider.options()).isEmpty();
                    assertThat(provider.passesUnknownNames()).isFalse();
                });
    }

    @Test
    void providersAreAskedInTheOrderTheyWereAdded() {
        for (String uid : List.of("zeta", "alpha", "mid")) {
            store().configuration().addProvider(actor(), provider(uid, null));
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(catalog().providers(organisation()))
                .extracting(ProviderConfiguration::uid)
                .containsExactly("zeta", "alpha", "mid");
    }

    @Test
    void takenUidIsAConflictAndChangesNothing() {
        store().configuration().addProvider(actor(), provider("main", "one"));
        long version = catalog().version();
        assertThat(
                        kindOf(() ->
                                store().configuration()
                                        .addProvider(actor(), provider("main", "2"))))
                .isEqualTo(StateException.Kind.CONFLICT);
        assertThat(catalog().version()).isEqualTo(version);
        assertThat(catalog().providers()).hasSize(1);
    }

    @Test
    void removedProviderIsGoneWithItsCredential() {
        ProviderConfiguration added =
                store().configuration().addProvider(actor(), provider("main", "sk-upstream-1"));
        store().configuration().removeProvider(actor(), added.id());
        assertThat(catalog().providers()).isEmpty();
        assertThat(kindOf(() -> store().configuration().removeProvider(actor(), added.id())))
                .isEqualTo(StateException.Kind.NOT_FOUND);
        store().configuration().addProvider(actor(), provider("main", null));
        reopen();
        assertThat(catalog().provider(organisation(), "main").orElseThrow().credentials())
                .isEmpty();
    }

    @Test
    void providerThatARouteNamesStays() {
        ProviderConfiguration added =
                store().configuration().addProvider(actor(), provider("main", null));
        ConfiguredRoute route =
                store().configuration()
                        .addRoute(actor(), new Route("fast", List.of(new Target("main", "m"))));
        assertThat(kindOf(() -> store().configuration().removeProvider(actor(), added.id())))
                .isEqualTo(StateException.Kind.CONFLICT);
        assertThat(catalog().provider(organisation(), "main")).contains(added);
        store().configuration().removeRoute(actor(), route.id());
        store().configuration().removeProvider(actor(), added.id());
        assertThat(catalog().providers()).isEmpty();
    }

    @Test
    void routeKeepsItsTargetsInOrder() {
        store().configuration().addProvider(actor(), provider("one", null));
        store().configuration().addProvider(actor(), provider("two", null));
        Route wanted =
                new Route(
                        "fast",
                        List.of(
                                new Target("two", "b"),
                                new Target("one", "a"),
                                new Target("two", "a")));
        ConfiguredRoute added = store().configuration().addRoute(actor(), wanted);
        assertThat(added.route()).isEqualTo(wanted);
        assertThat(catalog().route(organisation(), "fast")).contains(added);
        reopen();
        assertThat(catalog().routes(organisation())).containsExactly(added);
    }

    @Test
    void routeWithATakenNameOrUnknownProviderIsRefused() {
        store().configuration().addProvider(actor(), provider("main", null));
        Route route = new Route("fast", List.of(new Target("main", "m")));
        store().configuration().addRoute(actor(), route);
        assertThat(kindOf(() -> store().configuration().addRoute(actor(), route)))
                .isEqualTo(StateException.Kind.CONFLICT);
        Route dangling = new Route("slow", List.of(new Target("nobody", "m")));
        assertThat(kindOf(() -> store().configuration().addRoute(actor(), dangling)))
                .isEqualTo(StateException.Kind.NOT_FOUND);
        assertThat(catalog().route(organisation(), "slow")).isEmpty();
    }

    @Test
    void addedKeyIsFoundByItsDigestAndTheSameAfterReopening() {
        Secret secret = Secret.of("sk-pst-a-key");
        KeyRecord added =
                store().configuration()
                        .addKey(actor(), key(secret, store().accounts().firstTenant()));
        assertThat(catalog().key(store().keyDigests().digest(secret))).contains(added);
        assertThat(added.usable(clock.instant())).isTrue();
        reopen();
        assertThat(catalog().key(store().keyDigests().digest(secret))).contains(added);
        assertThat(catalog().keys(organisation())).containsExactly(added);
    }

    @Test
    void keyThatExistsIsAConflict() {
        Configuration.NewKey key = key(Secret.of("sk-pst-a"), store().accounts().firstTenant());
        store().configuration().addKey(actor(), key);
        assertThat(kindOf(() -> store().configuration().addKey(actor(), key)))
                .isEqualTo(StateException.Kind.CONFLICT);
    }

    @Test
    void revokedKeyIsDeadWhenTheMethodReturns() {
        Secret secret = Secret.of("sk-pst-a-key");
        KeyRecord added =
                store().configuration()
                        .addKey(actor(), key(secret, store().accounts().firstTenant()));
        clock.advance(Duration.ofSeconds(3));
        store().configuration().revokeKey(actor(), added.id());
        Instant revoked = clock.instant();
        clock.advance(Duration.ofSeconds(3));
        store().configuration().revokeKey(actor(), added.id());
        assertThat(catalog().key(added.digest()))
                .hasValueSatisfying(key -> {
                    assertThat(key.usable(clock.instant())).isFalse();
                    assertThat(key.revoked()).isEqualTo(revoked);
                });
    }

    @Test
    void keyOfAnotherOrganisationsProjectIsRefused() {
        Tenant own = store().accounts().firstTenant();
        Tenant foreign = new Tenant(own.organisation(), own.team(), UUID.randomUUID());
        assertThat(
                        kindOf(() ->
                                store().configuration()
                                        .addKey(actor(), key(Secret.of("k"), foreign))))
                .isEqualTo(StateException.Kind.NOT_FOUND);
        assertThat(
                        kindOf(() ->
                                store().configuration()
                                        .addKey(stranger(), key(Secret.of("k"), own))))
                .isEqualTo(StateException.Kind.NOT_FOUND);
        assertThat(catalog().keys(organisation())).isEmpty();
    }

    @Test
    void foreignIdsAreNotFound() {
        ProviderConfiguration provider =
                store().configuration().addProvider(actor(), provider("main", null));
        ConfiguredRoute route =
                store().configuration()
                        .addRoute(actor(), new Route("fast", List.of(new Target("main", "m"))));
        KeyRecord key =
                store().configuration()
                        .addKey(actor(), key(Secret.of("k"), store().accounts().firstTenant()));
        Configuration configuration = store().configuration();
        assertThat(
                        List.of(
                                kindOf(() -> configuration.removeRoute(stranger(), route.id())),
                                kindOf(() ->
                                        configuration.removeProvider(stranger(), provider.id())),
                                kindOf(() -> configuration.revokeKey(stranger(), key.id()))))
                .containsOnly(StateException.Kind.NOT_FOUND);
        assertThat(catalog().route(organisation(), "fast")).isPresent();
        assertThat(catalog().key(key.digest()).orElseThrow().revoked()).isNull();
    }

    @Test
    void pricesAreAddedOncePerVersionAndKeepTheirTiers() {
        Price first = price("openai/gpt-4o@2026-01-01");
        Price second = price("openai/gpt-4o@2026-02-01");
        assertThat(store().configuration().addPrices(List.of(first, first))).isEqualTo(1);
        long version = catalog().version();
        assertThat(store().configuration().addPrices(List.of(first))).isZero();
        assertThat(catalog().version()).isEqualTo(version);
        assertThat(store().configuration().addPrices(List.of(first, second))).isEqualTo(1);
        reopen();
        assertThat(catalog().price(first.version())).contains(first);
        assertThat(catalog().price(second.version())).contains(second);
    }

    @Test
    void listenerHearsTheCurrentCatalogueAndEveryLaterOneInOrder() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        store().catalog().onChange(catalog -> heard.add(catalog.version()));
        assertThat(heard).containsExactly(catalog().version());
        store().configuration().addProvider(actor(), provider("one", null));
        store().configuration().addProvider(actor(), provider("two", null));
        assertThat(heard).hasSize(3).isSorted().doesNotHaveDuplicates();
        assertThat(heard.getLast()).isEqualTo(catalog().version());
    }

    @Test
    void listenerThatThrowsIsCalledAgainAndHarmsNoOther() {
        List<Long> first = new CopyOnWriteArrayList<>();
        List<Long> second = new CopyOnWriteArrayList<>();
        store().catalog()
                .onChange(catalog -> {
                    first.add(catalog.version());
                    throw new IllegalStateException("a listener's own mistake");
                });
        store().catalog().onChange(catalog -> second.add(catalog.version()));
        store().configuration().addProvider(actor(), provider("one", null));
        assertThat(first).hasSize(2).isEqualTo(second);
    }

    @Test
    void listenerMayChangeSomethingItself() {
        AtomicBoolean done = new AtomicBoolean();
        List<Integer> heard = new CopyOnWriteArrayList<>();
        store().catalog()
                .onChange(catalog -> {
                    if (!catalog.providers().isEmpty() && done.compareAndSet(false, true)) {
                        store().configuration().addProvider(actor(), provider("own", null));
                    }
                });
        store().catalog().onChange(catalog -> heard.add(catalog.providers().size()));
        store().configuration().addProvider(actor(), provider("one", null));
        assertThat(heard).startsWith(0).endsWith(2).isSorted();
        assertThat(catalog().providers()).hasSize(2);
    }

    @Test
    void digestsAreTheSameAfterReopeningAndDifferBetweenKeys() {
        var before = store().keyDigests().digest(Secret.of("sk-pst-1"));
        assertThat(before).isNotEqualTo(store().keyDigests().digest(Secret.of("sk-pst-2")));
        reopen();
        assertThat(store().keyDigests().digest(Secret.of("sk-pst-1"))).isEqualTo(before);
    }

    @Test
    void keyIsFoundWhenOnlyItsSha256WasKnown() throws Exception {
        String sha256 =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest("of-another-gateway".getBytes(UTF_8)));

        assertThat(store().keyDigests().ofSha256(sha256))
                .isEqualTo(store().keyDigests().digest(Secret.of("of-another-gateway")));
    }

    @Test
    void keyMayBeAddedDisabled() {
        Tenant tenant = store().accounts().firstTenant();
        KeyRecord added =
                store().configuration()
                        .addKey(
                                actor(),
                                new Configuration.NewKey(
                                        tenant.team(),
                                        tenant.project(),
                                        "later",
                                        store().keyDigests().digest(Secret.of("sk-pst-later")),
                                        "ater",
                                        ModelPatterns.all(),
                                        null,
                                        null,
                                        false));

        assertThat(added.enabled()).isFalse();
        assertThat(catalog().key(added.digest())).contains(added);
    }

    @Test
    void changesAtTheSameTimeAllCount() throws Exception {
        List<Thread> threads =
                java.util.stream.IntStream.range(0, 20)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                store().configuration()
                                                        .addProvider(
                                                                actor(), provider("p" + i, null))))
                        .toList();
        for (Thread thread : threads) {
            assertThat(thread.join(SOON)).isTrue();
        }
        assertThat(catalog().providers()).hasSize(20);
    }
}
