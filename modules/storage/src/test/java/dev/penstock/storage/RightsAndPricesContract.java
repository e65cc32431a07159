// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Secret;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.AuditRecords.AuditFilter;
import dev.penstock.state.AuditRecords.AuditRow;
import dev.penstock.state.Catalog;
import dev.penstock.state.Configuration.NewKey;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfigurationChange.AddKey;
import dev.penstock.state.ConfigurationChange.AddPrices;
import dev.penstock.state.ConfigurationChange.RemovePrice;
import dev.penstock.state.ConfigurationChange.RevokeKey;
import dev.penstock.state.ConfigurationChange.RotateKey;
import dev.penstock.state.ConfigurationChange.SetPrice;
import dev.penstock.state.ConfigurationChange.UpdateKey;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.ConfiguredPrice.Source;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.StateException;
import dev.penstock.state.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store promises about the life of keys and about whose price holds when.
abstract class RightsAndPricesContract extends StoreContract {

    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private Catalog catalog() {
        return store().catalog().current();
    }

    private <T> T apply(ConfigurationChange<T> change) {
        return store().configuration().apply(actor(), change);
    }

    private KeyRecord issued(Instant expires) {
        Tenant tenant = store().accounts().firstTenant();
        return apply(
                new AddKey(
                        new NewKey(
                                tenant.team(),
                                tenant.project(),
                                "batch",
                                store().keyDigests().digest(Secret.of("one")),
                                "aaaa",
                                ModelPatterns.all(),
                                Set.of("/v1/messages"),
                                expires)));
    }

    private RotateKey rotation(KeyRecord key, Duration overlap) {
        return new RotateKey(
                key.id(),
                key.revision(),
                store().keyDigests().digest(Secret.of("two")),
                "bbbb",
                clock.instant().plus(overlap));
    }

    @Test
    void changedKeyIsInForceAndTheSameAfterReopening() {
        KeyRecord before = issued(null);
        clock.advance(Duration.ofMinutes(1));
        Instant expires = clock.instant().plus(Duration.ofDays(1));

        KeyRecord after =
                apply(
                        new UpdateKey(
                                before.id(),
                                1L,
                                "renamed",
                                new ModelPatterns(List.of("gpt-*")),
                                null,
                                expires,
                                false));

        assertThat(after.revision()).isEqualTo(2);
        assertThat(after.updated()).isEqualTo(clock.instant());
        assertThat(after.usable(clock.instant())).isFalse();
        assertThat(after.endpoints()).isNull();
        reopen();
        assertThat(catalog().key(before.digest())).contains(after);
        assertThat(catalog().key(organisation(), before.id())).contains(after);
        assertThat(kindOf(() -> apply(UpdateKey.of(before))))
                .isEqualTo(StateException.Kind.OUTDATED);
        assertThat(apply(UpdateKey.of(after))).isEqualTo(after);
    }

    @Test
    void rotatedKeyWorksBesideTheNewOneUntilTheOverlapEnds() {
        KeyRecord old = issued(null);

        KeyRecord next = apply(rotation(old, Duration.ofHours(1)));

        KeyRecord fading = catalog().key(organisation(), old.id()).orElseThrow();
        assertThat(next.replaces()).isEqualTo(old.id());
        assertThat(next.endpoints()).containsExactly("/v1/messages");
        assertThat(next.name()).isEqualTo("batch");
        assertThat(next.expires()).isNull();
        assertThat(fading.revision()).isEqualTo(2);
        Instant end = clock.instant().plus(Duration.ofHours(1));
        assertThat(fading.usable(end.minusSeconds(1))).isTrue();
        assertThat(fading.usable(end)).isFalse();
        assertThat(next.usable(end)).isTrue();
        reopen();
        assertThat(catalog().keys(organisation())).containsExactlyInAnyOrder(fading, next);
    }

    @Test
    void rotationNeverProlongsTheOldKey() {
        Instant expires = clock.instant().plus(Duration.ofMinutes(5));
        KeyRecord old = issued(expires);
        KeyRecord next = apply(rotation(old, Duration.ofHours(1)));
        assertThat(next.expires()).isEqualTo(expires);
        assertThat(catalog().key(organisation(), old.id()).orElseThrow().expires())
                .isEqualTo(expires);
    }

    @Test
    void deadKeyIsNeitherRotatedNorBroughtBack() {
        KeyRecord key = issued(clock.instant().plus(Duration.ofMinutes(5)));
        clock.advance(Duration.ofMinutes(5));
        assertThat(kindOf(() -> apply(rotation(key, Duration.ofHours(1)))))
                .isEqualTo(StateException.Kind.CONFLICT);

        KeyRecord revoked = apply(new RevokeKey(key.id(), 1L));

        assertThat(apply(new RevokeKey(key.id(), null))).isEqualTo(revoked);
        assertThat(revoked.revision()).isEqualTo(2);
        assertThat(kindOf(() -> apply(UpdateKey.of(revoked))))
                .isEqualTo(StateException.Kind.CONFLICT);
        assertThat(kindOf(() -> apply(rotation(revoked, Duration.ofHours(1)))))
                .isEqualTo(StateException.Kind.CONFLICT);
        assertThat(catalog().keys(organisation())).containsExactly(revoked);
    }

    @Test
    void keysOfAnotherOrganisationAreNotFound() {
        KeyRecord key = issued(null);
        for (ConfigurationChange<?> change :
                List.of(
                        UpdateKey.of(key),
                        rotation(key, Duration.ofHours(1)),
                        new RevokeKey(key.id(), null))) {
            assertThat(kindOf(() -> store().configuration().apply(stranger(), change)))
                    .isEqualTo(StateException.Kind.NOT_FOUND);
        }
        assertThat(catalog().key(UUID.randomUUID(), key.id())).isEmpty();
    }

    @Test
    void lastUseIsKnownAtOnceAndSurvivesAReopening() {
        KeyRecord key = issued(null);
        assertThat(store().keyUses().last(organisation())).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        store().keyUses().used(key.id());
        assertThat(store().keyUses().last(organisation())).containsEntry(key.id(), clock.instant());
        Instant used = clock.instant();
        reopen();
        assertThat(store().keyUses().last(organisation()))
                .containsExactly(Map.entry(key.id(), used));
        assertThat(catalog().key(organisation(), key.id()).orElseThrow().revision()).isEqualTo(1);
    }

    private static Price price(String version, Instant from, long input) {
        return new Price(
                version, "openai", "gpt-4o", from, Map.of(UsageClass.INPUT, input), List.of());
    }

    private SetPrice override(Long revision, long input) {
        return new SetPrice(
                "openai",
                "gpt-4o",
                revision,
                Map.of(UsageClass.INPUT, input),
                List.of(new Price.Tier(1_000, Map.of(UsageClass.INPUT, input * 2))));
    }

    private long rate(UUID organisation, Instant at) {
        return catalog()
                .price(organisation, "openai", "gpt-4o-2024-08-06", at)
                .orElseThrow()
                .rates()
                .get(UsageClass.INPUT);
    }

    @Test
    void overrideHoldsForItsOrganisationUntilItIsRemoved() {
        store().configuration().addPrices(List.of(price("list@1", YEAR, 100)));
        Instant before = clock.instant();
        clock.advance(Duration.ofHours(1));
        Instant set = clock.instant();

        ConfiguredPrice first = apply(override(0L, 50));
        clock.advance(Duration.ofHours(1));
        ConfiguredPrice second = apply(override(1L, 40));
        Instant later = clock.instant();
        clock.advance(Duration.ofHours(1));
        ConfiguredPrice ended = apply(new RemovePrice("openai", "gpt-4o", 2L));
        reopen();

        UUID us = organisation();
        assertThat(List.of(rate(us, before), rate(us, set), rate(us, later)))
                .containsExactly(100L, 50L, 40L);
        assertThat(rate(us, clock.instant())).isEqualTo(100);
        assertThat(rate(UUID.randomUUID(), later)).isEqualTo(100);
        assertThat(catalog().price(first.price().version())).contains(first.price());
        assertThat(catalog().price(second.price().version())).contains(second.price());
        assertThat(ended.revision()).isEqualTo(3);
        assertThat(catalog().prices()).contains(ended);
    }

    @Test
    void overridesAreGuardedByTheirRevision() {
        assertThat(kindOf(() -> apply(override(1L, 50)))).isEqualTo(StateException.Kind.OUTDATED);
        assertThat(kindOf(() -> apply(new RemovePrice("openai", "gpt-4o", null))))
                .isEqualTo(StateException.Kind.NOT_FOUND);
        ConfiguredPrice first = apply(override(null, 50));
        assertThat(apply(override(1L, 50))).isEqualTo(first);
        assertThat(kindOf(() -> apply(override(0L, 60)))).isEqualTo(StateException.Kind.OUTDATED);
        apply(new RemovePrice("openai", "gpt-4o", 1L));
        assertThat(kindOf(() -> apply(new RemovePrice("openai", "gpt-4o", null))))
                .isEqualTo(StateException.Kind.NOT_FOUND);
        assertThat(apply(override(0L, 70)).revision()).isEqualTo(3);
        assertThat(
                        kindOf(() ->
                                store().configuration()
                                        .apply(
                                                stranger(),
                                                new RemovePrice("openai", "gpt-4o", null))))
                .isEqualTo(StateException.Kind.NOT_FOUND);
    }

    @Test
    void importedPriceFollowsTheBuiltInOneAndIsListedWithItsSource() {
        store().configuration().addPrices(List.of(price("list@1", YEAR, 100)));
        List<ConfiguredPrice> imported =
                apply(
                        new AddPrices(
                                List.of(price("list@1", YEAR, 7), price("file@1", YEAR, 90)),
                                Source.IMPORT));
        assertThat(imported).extracting(p -> p.price().version()).containsExactly("file@1");
        assertThat(rate(organisation(), clock.instant())).isEqualTo(90);
        apply(override(null, 10));
        reopen();
        assertThat(catalog().pricesInForce(organisation(), clock.instant()))
                .extracting(ConfiguredPrice::source)
                .containsExactly(Source.OVERRIDE);
        assertThat(catalog().pricesInForce(UUID.randomUUID(), clock.instant()))
                .extracting(ConfiguredPrice::source)
                .containsExactly(Source.IMPORT);
    }

    @Test
    void auditIsReadInPagesAndByFilter() {
        KeyRecord key = issued(null);
        Instant first = clock.instant();
        clock.advance(Duration.ofHours(1));
        apply(override(null, 10));
        apply(new RevokeKey(key.id(), null));

        List<AuditRow> all = page(AuditFilter.all(), null, 500);
        List<AuditRow> top = page(AuditFilter.all(), null, 2);
        List<AuditRow> rest = page(AuditFilter.all(), top.getLast().sequence(), 500);

        assertThat(all)
                .extracting(AuditRow::action)
                .startsWith("key.revoke", "price.set", "key.add");
        assertThat(List.of(top, rest).stream().flatMap(List::stream).toList()).isEqualTo(all);
        assertThat(page(new AuditFilter("key.", null, null, null, null), null, 500))
                .extracting(AuditRow::action)
                .containsExactly("key.revoke", "key.add");
        assertThat(page(new AuditFilter(null, key.id(), null, null, null), null, 500)).hasSize(2);
        assertThat(page(new AuditFilter(null, null, UUID.randomUUID(), null, null), null, 500))
                .isEmpty();
        assertThat(
                        page(
                                new AuditFilter(
                                        "key", null, null, first.plusSeconds(1), clock.instant()),
                                null,
                                500))
                .isEmpty();
        assertThat(all.getFirst().before()).contains("\"revoked\":false");
        assertThat(all.getFirst().after()).contains("\"revoked\":true");
        assertThat(store().audit().page(UUID.randomUUID(), AuditFilter.all(), null, 500)).isEmpty();
    }

    private List<AuditRow> page(AuditFilter filter, Long after, int limit) {
        return store().audit().page(organisation(), filter, after, limit);
    }
}
