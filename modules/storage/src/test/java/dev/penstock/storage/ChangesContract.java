// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Target;
import dev.penstock.state.AuditRecords.AuditFilter;
import dev.penstock.state.AuditRecords.AuditRow;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfigurationChange.AddCredential;
import dev.penstock.state.ConfigurationChange.AddProvider;
import dev.penstock.state.ConfigurationChange.AddRoute;
import dev.penstock.state.ConfigurationChange.PutSetting;
import dev.penstock.state.ConfigurationChange.RemoveCredential;
import dev.penstock.state.ConfigurationChange.RemoveProvider;
import dev.penstock.state.ConfigurationChange.RemoveRoute;
import dev.penstock.state.ConfigurationChange.RemoveSetting;
import dev.penstock.state.ConfigurationChange.UpdateCredential;
import dev.penstock.state.ConfigurationChange.UpdateProvider;
import dev.penstock.state.ConfigurationChange.UpdateRoute;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.Setting;
import dev.penstock.state.StateException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store promises about changes: revisions, all or nothing, one row of audit for each.
abstract class ChangesContract extends StoreContract {

    private static final String SECRET = "sk-upstream-0123456789-WXYZ";

    private Catalog catalog() {
        return store().catalog().current();
    }

    private <T> T apply(ConfigurationChange<T> change) {
        return store().configuration().apply(actor(), change);
    }

    private StateException refused(ConfigurationChange<?>... changes) {
        StateException failure =
                catchState(() -> store().configuration().apply(actor(), List.of(changes)));
        assertThat(failure).as("the changes were expected to be refused").isNotNull();
        return failure;
    }

    private ProviderConfiguration main() {
        return catalog().provider(organisation(), "main").orElseThrow();
    }

    private ProviderConfiguration added() {
        return apply(new AddProvider(provider("main", SECRET)));
    }

    private static UpdateProvider at(ProviderConfiguration now, URI url, Map<UUID, Secret> again) {
        return new UpdateProvider(
                now.id(),
                now.revision(),
                now.uid(),
                now.type(),
                url,
                now.options(),
                now.passesUnknownNames(),
                now.enabled(),
                again);
    }

    private static UpdateProvider named(ProviderConfiguration now, String uid, boolean enabled) {
        return new UpdateProvider(
                now.id(),
                null,
                uid,
                now.type(),
                now.baseUrl(),
                Map.of("region", "us"),
                false,
                enabled,
                Map.of());
    }

    @Test
    void changedProviderIsInForceAndTheSameAfterReopening() {
        ProviderConfiguration before = added();
        clock.advance(Duration.ofMinutes(1));

        ProviderConfiguration after = apply(named(before, "renamed", false));

        assertThat(after.revision()).isEqualTo(2);
        assertThat(after.updated()).isEqualTo(clock.instant());
        assertThat(after.created()).isEqualTo(before.created());
        assertThat(after.enabled()).isFalse();
        assertThat(after.options()).isEqualTo(Map.of("region", "us"));
        assertThat(after.credentials()).isEqualTo(before.credentials());
        assertThat(catalog().provider(organisation(), "renamed")).contains(after);
        reopen();
        assertThat(catalog().provider(organisation(), after.id())).contains(after);
    }

    @Test
    void routeFollowsItsRenamedProvider() {
        ProviderConfiguration before = added();
        ConfiguredRoute route =
                apply(new AddRoute(new Route("fast", List.of(new Target("main", "m")))));

        apply(named(before, "renamed", true));

        assertThat(catalog().route(organisation(), "fast").orElseThrow().route().targets())
                .containsExactly(new Target("renamed", "m"));
        assertThat(catalog().route(organisation(), route.id()).orElseThrow().revision())
                .isEqualTo(1);
    }

    @Test
    void anotherBaseUrlDemandsEverySecretOfThePoolAgain() {
        ProviderConfiguration before = added();
        clock.advance(Duration.ofMillis(1));
        ProviderCredential second =
                apply(new AddCredential("main", "second", Secret.of("two"), 2, false, null));
        UUID first = before.credentials().getFirst().id();
        URI url = URI.create("https://elsewhere.example/");

        assertThat(refused(at(before, url, Map.of())).kind())
                .isEqualTo(StateException.Kind.SECRET_REQUIRED);
        assertThat(refused(at(before, url, Map.of(first, Secret.of(SECRET)))).kind())
                .isEqualTo(StateException.Kind.SECRET_REQUIRED);
        assertThat(main().baseUrl()).isEqualTo(before.baseUrl());

        ProviderConfiguration after =
                apply(
                        at(
                                before,
                                url,
                                Map.of(
                                        first,
                                        Secret.of(SECRET),
                                        second.id(),
                                        Secret.of("new-two"))));

        assertThat(after.baseUrl()).isEqualTo(url);
        assertThat(after.credentials())
                .extracting(c -> c.secret().reveal())
                .containsExactly(SECRET, "new-two");
        assertThat(after.credentials())
                .extracting(ProviderCredential::revision)
                .containsExactly(1L, 2L);
        assertThat(main()).isEqualTo(after);
    }

    @Test
    void anotherTypeDemandsTheSecretAgainAsWell() {
        ProviderConfiguration before = added();
        UpdateProvider moved =
                new UpdateProvider(
                        before.id(),
                        null,
                        "main",
                        "anthropic",
                        before.baseUrl(),
                        before.options(),
                        true,
                        true,
                        Map.of());
        assertThat(refused(moved).kind()).isEqualTo(StateException.Kind.SECRET_REQUIRED);
    }

    @Test
    void secretOfAForeignCredentialIsNotFound() {
        ProviderConfiguration before = added();
        assertThat(
                        refused(
                                        at(
                                                before,
                                                before.baseUrl(),
                                                Map.of(UUID.randomUUID(), Secret.of("x"))))
                                .kind())
                .isEqualTo(StateException.Kind.NOT_FOUND);
    }

    @Test
    void poolKeepsWhatItsCredentialsWereGiven() {
        added();
        clock.advance(Duration.ofMillis(1));
        Instant expires = clock.instant().plus(Duration.ofHours(1));
        ProviderCredential second =
                apply(new AddCredential("main", "second", Secret.of("two"), 3, true, expires));
        assertThat(
                        refused(new AddCredential("main", "second", Secret.of("x"), 1, true, null))
                                .kind())
                .isEqualTo(StateException.Kind.CONFLICT);

        ProviderCredential changed =
                apply(new UpdateCredential(second.id(), 1L, "spare", null, 5, false, expires));

        assertThat(changed.secret()).isEqualTo(Secret.of("two"));
        assertThat(changed.revision()).isEqualTo(2);
        assertThat(main().revision()).isEqualTo(1);
        reopen();
        assertThat(main().credentials()).hasSize(2).endsWith(changed);
        assertThat(main().credentials().getFirst().lastFour()).isEqualTo("WXYZ");

        apply(new RemoveCredential(second.id(), 2L));
        assertThat(main().credentials()).hasSize(1);
    }

    @Test
    void updateThatChangesNothingLeavesRevisionAndAuditAlone() {
        ProviderConfiguration before = added();
        int rows = audit().size();

        assertThat(apply(UpdateProvider.of(before))).isEqualTo(before);
        assertThat(apply(UpdateCredential.of(before.credentials().getFirst())))
                .isEqualTo(before.credentials().getFirst());

        assertThat(audit()).hasSize(rows);
        assertThat(main()).isEqualTo(before);
    }

    @Test
    void otherRevisionThanExpectedIsOutdatedAndChangesNothing() {
        ProviderConfiguration provider = added();
        ConfiguredRoute route =
                apply(new AddRoute(new Route("fast", List.of(new Target("main", "m")))));
        Setting setting = apply(new PutSetting(false, "a", "1", 0L));
        UUID credential = provider.credentials().getFirst().id();
        long version = catalog().version();

        List<ConfigurationChange<?>> changes =
                List.of(
                        new RemoveProvider(provider.id(), 2L),
                        new UpdateProvider(
                                provider.id(), 7L, "x", "t", null, Map.of(), true, true, Map.of()),
                        new RemoveCredential(credential, 2L),
                        new UpdateCredential(credential, 0L, "x", null, 1, true, null),
                        new UpdateRoute(route.id(), 2L, route.route()),
                        new RemoveRoute(route.id(), 2L),
                        new PutSetting(false, "a", "2", 0L),
                        new PutSetting(false, "b", "2", 1L),
                        new RemoveSetting(false, "a", 2L));
        for (ConfigurationChange<?> change : changes) {
            assertThat(refused(change).kind())
                    .as(change.toString())
                    .isEqualTo(StateException.Kind.OUTDATED);
        }

        assertThat(catalog().version()).isEqualTo(version);
        assertThat(catalog().setting(organisation(), "a")).contains(setting);
    }

    @Test
    void laterChangeSeesWhatAnEarlierOneDid() {
        List<Object> brought =
                store().configuration()
                        .apply(
                                actor(),
                                List.of(
                                        new AddProvider(provider("main", null)),
                                        new AddCredential(
                                                "main", "a", Secret.of("s"), 1, true, null),
                                        new AddRoute(
                                                new Route(
                                                        "fast",
                                                        List.of(new Target("main", "m"))))));

        assertThat(brought).hasSize(3);
        assertThat(brought.get(1)).isEqualTo(main().credentials().getFirst());
        assertThat(brought.get(2)).isEqualTo(catalog().route(organisation(), "fast").orElseThrow());
        assertThat(audit())
                .extracting(AuditRow::action)
                .startsWith("route.add", "credential.add", "provider.add");
    }

    @Test
    void oneRefusedChangeUndoesAllAndIsNamed() {
        added();
        long version = catalog().version();
        int rows = audit().size();

        StateException failure =
                refused(
                        new AddProvider(provider("other", "x")),
                        new PutSetting(false, "a", "1", null),
                        new AddProvider(provider("main", "x")),
                        new PutSetting(false, "b", "1", null));

        assertThat(failure.kind()).isEqualTo(StateException.Kind.CONFLICT);
        assertThat(failure.change()).hasValue(2);
        assertThat(catalog().version()).isEqualTo(version);
        reopen();
        assertThat(catalog().providers()).hasSize(1);
        assertThat(catalog().settings(organisation())).isEmpty();
        assertThat(audit()).hasSize(rows);
    }

    @Test
    void previewBringsTheSameAndLeavesNothing() {
        ProviderConfiguration before = added();
        long version = catalog().version();
        int rows = audit().size();
        List<ConfigurationChange<?>> changes =
                List.of(named(before, "renamed", false), new PutSetting(true, "a", "1", 0L));

        List<Object> previewed = store().configuration().preview(actor(), changes);

        assertThat(catalog().version()).isEqualTo(version);
        assertThat(audit()).hasSize(rows);
        assertThat(store().configuration().apply(actor(), changes)).isEqualTo(previewed);
        StateException again =
                catchState(() ->
                        store().configuration()
                                .preview(
                                        actor(),
                                        List.of(
                                                new PutSetting(true, "b", "1", null),
                                                new PutSetting(true, "a", "2", 0L))));
        assertThat(again.kind()).isEqualTo(StateException.Kind.OUTDATED);
        assertThat(again.change()).hasValue(1);
    }

    @Test
    void settingsOfInstallationAndOrganisationDoNotMeet() {
        apply(new PutSetting(true, "a", "all", null));
        Setting own = apply(new PutSetting(false, "a", "own", 0L));
        Setting changed = apply(new PutSetting(false, "a", "newer", own.revision()));
        reopen();
        assertThat(catalog().setting(null, "a").orElseThrow().content()).isEqualTo("all");
        assertThat(catalog().settings(organisation())).containsExactly(Map.entry("a", changed));
        apply(new RemoveSetting(false, "a", 2L));
        assertThat(catalog().setting(organisation(), "a")).isEmpty();
        assertThat(catalog().setting(null, "a")).isPresent();
        assertThat(refused(new RemoveSetting(false, "a", null)).kind())
                .isEqualTo(StateException.Kind.NOT_FOUND);
    }

    @Test
    void foreignThingsAreNotFound() {
        ProviderConfiguration provider = added();
        ConfiguredRoute route =
                apply(new AddRoute(new Route("fast", List.of(new Target("main", "m")))));
        UUID credential = provider.credentials().getFirst().id();
        for (ConfigurationChange<?> change :
                List.of(
                        UpdateProvider.of(provider),
                        new RemoveProvider(provider.id(), null),
                        new AddCredential("main", "x", Secret.of("x"), 1, true, null),
                        UpdateCredential.of(provider.credentials().getFirst()),
                        new RemoveCredential(credential, null),
                        new UpdateRoute(route.id(), null, route.route()),
                        new RemoveRoute(route.id(), null))) {
            assertThat(kindOf(() -> store().configuration().apply(stranger(), change)))
                    .as(change.toString())
                    .isEqualTo(StateException.Kind.NOT_FOUND);
        }
        assertThat(main()).isEqualTo(provider);
    }

    /// Random changes against a model of a few lines: what was refused changes nothing, whatever stood
    /// before it in its list, and every revision counts its changes.
    @Test
    void anyListOfChangesIsMadeWholeOrNotAtAll() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Setting> model = new TreeMap<>();
        for (int round = 0; round < 60; round++) {
            Map<String, Setting> next = new TreeMap<>(model);
            List<ConfigurationChange<?>> changes = new ArrayList<>();
            int refusedAt = -1;
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                String name = "s" + random.nextInt(3);
                Setting now = next.get(name);
                long revision = now == null ? 0 : now.revision();
                long expected = random.nextInt(6) == 0 ? revision + 1 : revision;
                if (now != null && random.nextInt(4) == 0) {
                    changes.add(new RemoveSetting(false, name, expected));
                    next.remove(name);
                } else {
                    String content = "c" + random.nextInt(2);
                    changes.add(new PutSetting(false, name, content, expected));
                    if (now == null || !now.content().equals(content)) {
                        next.put(
                                name,
                                new Setting(
                                        organisation(),
                                        name,
                                        content,
                                        revision + 1,
                                        clock.instant()));
                    }
                }
                refusedAt = refusedAt < 0 && expected != revision ? i : refusedAt;
            }
            if (refusedAt < 0) {
                store().configuration().apply(actor(), changes);
                model = next;
            } else {
                StateException failure =
                        catchState(() -> store().configuration().apply(actor(), changes));
                assertThat(failure).as("seed %s, %s", seed, changes).isNotNull();
                assertThat(failure.change()).as("seed %s", seed).hasValue(refusedAt);
            }
            assertThat(catalog().settings(organisation())).as("seed %s", seed).isEqualTo(model);
        }
    }

    private List<AuditRow> audit() {
        return store().audit().page(organisation(), AuditFilter.all(), null, 500);
    }
}
