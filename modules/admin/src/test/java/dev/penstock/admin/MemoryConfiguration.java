// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Target;
import dev.penstock.state.Actor;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfigurationChange.UpdateCredential;
import dev.penstock.state.ConfigurationChange.UpdateProvider;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.StateException;
import dev.penstock.state.StateException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is configured, in memory, with the promises that the control plane leans on: all or none,
/// revisions, conflicts, secrets given again.
final class MemoryConfiguration implements Configuration {

    final List<ProviderConfiguration> providers = new CopyOnWriteArrayList<>();
    final List<ConfiguredRoute> routes = new CopyOnWriteArrayList<>();
    final List<Actor> actors = new CopyOnWriteArrayList<>();
    final MemoryKeys keys;
    final MemoryPrices prices;
    private final InstantSource clock;

    MemoryConfiguration(InstantSource clock) {
        this.clock = clock;
        this.keys = new MemoryKeys(clock);
        this.prices = new MemoryPrices(clock);
    }

    @Override
    public List<Object> apply(Actor actor, List<? extends ConfigurationChange<?>> changes) {
        Runnable back = remembered();
        List<Object> brought = new ArrayList<>();
        for (ConfigurationChange<?> change : changes) {
            try {
                brought.add(one(actor, change));
            } catch (StateException e) {
                back.run();
                throw e.ofChange(brought.size());
            }
            actors.add(actor);
        }
        return brought;
    }

    @Override
    public List<Object> preview(Actor actor, List<? extends ConfigurationChange<?>> changes) {
        Runnable back = remembered();
        try {
            return apply(actor, changes);
        } finally {
            back.run();
        }
    }

    @Override
    public int addPrices(List<Price> added) {
        added.forEach(price -> prices.all.add(ConfiguredPrice.builtin(price)));
        return added.size();
    }

    private Runnable remembered() {
        Runnable back = () -> {};
        for (List<?> list :
                List.of(providers, routes, keys.all, prices.all, prices.settings, actors)) {
            back = then(back, restoring(list));
        }
        return back;
    }

    private static <T> Runnable restoring(List<T> list) {
        List<T> copy = List.copyOf(list);
        return () -> {
            list.clear();
            list.addAll(copy);
        };
    }

    private static Runnable then(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }

    private Object one(Actor actor, ConfigurationChange<?> change) {
        return switch (change) {
            case ConfigurationChange.AddProvider c -> add(actor, c.provider());
            case UpdateProvider c -> update(provider(actor, c.id(), c.revision()), c);
            case ConfigurationChange.RemoveProvider c -> remove(actor, c);
            case ConfigurationChange.AddCredential c -> add(actor, c);
            case UpdateCredential c -> update(actor, c);
            case ConfigurationChange.RemoveCredential c -> remove(actor, c);
            case ConfigurationChange.AddRoute c -> add(actor, c.route());
            case ConfigurationChange.UpdateRoute c -> update(actor, c);
            case ConfigurationChange.RemoveRoute c -> {
                routes.remove(route(actor, c.id(), c.revision()));
                yield c.id();
            }
            case ConfigurationChange.AddKey c -> keys.add(actor, c.key());
            case ConfigurationChange.UpdateKey c -> keys.update(actor, c);
            case ConfigurationChange.RotateKey c -> keys.rotate(actor, c);
            case ConfigurationChange.RevokeKey c -> keys.revoke(actor, c);
            case ConfigurationChange.AddPrices c -> prices.add(c);
            case ConfigurationChange.SetPrice c -> prices.set(actor, c);
            case ConfigurationChange.RemovePrice c -> prices.end(actor, c);
            case ConfigurationChange.PutSetting c -> prices.put(actor, c);
            case ConfigurationChange.RemoveSetting c -> prices.remove(actor, c);
        };
    }

    private ProviderConfiguration add(Actor actor, NewProvider p) {
        refuseTaken(actor, p.uid());
        Secret secret = p.credential();
        ProviderConfiguration made =
                new ProviderConfiguration(
                        UUID.randomUUID(),
                        actor.organisation(),
                        p.uid(),
                        p.type(),
                        p.baseUrl(),
                        secret == null
                                ? List.of()
                                : List.of(new ProviderCredential(UUID.randomUUID(), secret, now())),
                        p.options(),
                        p.passesUnknownNames(),
                        p.enabled(),
                        now(),
                        1,
                        now());
        providers.add(made);
        return made;
    }

    private ProviderConfiguration update(ProviderConfiguration before, UpdateProvider c) {
        if (!c.uid().equals(before.uid())) {
            refuseTaken(new Actor(before.organisation(), null, "-"), c.uid());
        }
        boolean moved =
                !c.type().equals(before.type()) || !Objects.equals(c.baseUrl(), before.baseUrl());
        List<ProviderCredential> pool =
                before.credentials().stream().map(k -> reissued(k, c.secrets(), moved)).toList();
        ProviderConfiguration after =
                new ProviderConfiguration(
                        before.id(),
                        before.organisation(),
                        c.uid(),
                        c.type(),
                        c.baseUrl(),
                        pool,
                        c.options(),
                        c.passesUnknownNames(),
                        c.enabled(),
                        before.created(),
                        before.revision() + 1,
                        now());
        routes.replaceAll(r -> renamed(r, before.uid(), c.uid()));
        return replaced(providers, before, after);
    }

    private ProviderCredential reissued(
            ProviderCredential before, Map<UUID, Secret> secrets, boolean moved) {
        Secret secret = secrets.get(before.id());
        if (secret == null && moved) {
            throw new StateException(Kind.SECRET_REQUIRED, "give each secret again");
        }
        return secret == null
                ? before
                : new ProviderCredential(
                        before.id(),
                        before.name(),
                        secret,
                        before.weight(),
                        before.enabled(),
                        before.expires(),
                        before.created(),
                        before.revision() + 1,
                        now());
    }

    private static ConfiguredRoute renamed(ConfiguredRoute route, String from, String to) {
        return new ConfiguredRoute(
                route.id(),
                route.organisation(),
                new Route(
                        route.route().name(),
                        route.route().targets().stream()
                                .map(t -> t.provider().equals(from) ? new Target(to, t.model()) : t)
                                .toList()),
                route.created(),
                route.revision(),
                route.updated());
    }

    private UUID remove(Actor actor, ConfigurationChange.RemoveProvider c) {
        ProviderConfiguration before = provider(actor, c.id(), c.revision());
        if (routes.stream()
                .flatMap(r -> r.route().targets().stream())
                .anyMatch(t -> t.provider().equals(before.uid()))) {
            throw new StateException(Kind.CONFLICT, "a model is answered by this provider");
        }
        providers.remove(before);
        return c.id();
    }

    private ProviderCredential add(Actor actor, ConfigurationChange.AddCredential c) {
        ProviderConfiguration before =
                found(providers, p -> own(p, actor) && p.uid().equals(c.provider()));
        if (before.credentials().stream().anyMatch(k -> k.name().equals(c.name()))) {
            throw new StateException(Kind.CONFLICT, "a credential '" + c.name() + "' exists");
        }
        ProviderCredential made =
                new ProviderCredential(
                        UUID.randomUUID(),
                        c.name(),
                        c.secret(),
                        c.weight(),
                        c.enabled(),
                        c.expires(),
                        now(),
                        1,
                        now());
        List<ProviderCredential> pool = new ArrayList<>(before.credentials());
        pool.add(made);
        replaced(providers, before, withPool(before, pool));
        return made;
    }

    private ProviderCredential update(Actor actor, UpdateCredential c) {
        ProviderConfiguration owner = owner(actor, c.id());
        ProviderCredential before = found(owner.credentials(), k -> k.id().equals(c.id()));
        expect(c.revision(), before.revision());
        ProviderCredential after =
                new ProviderCredential(
                        before.id(),
                        c.name(),
                        c.secret() == null ? before.secret() : c.secret(),
                        c.weight(),
                        c.enabled(),
                        c.expires(),
                        before.created(),
                        before.revision() + 1,
                        now());
        List<ProviderCredential> pool = new ArrayList<>(owner.credentials());
        replaced(pool, before, after);
        replaced(providers, owner, withPool(owner, pool));
        return after;
    }

    private UUID remove(Actor actor, ConfigurationChange.RemoveCredential c) {
        ProviderConfiguration owner = owner(actor, c.id());
        ProviderCredential before = found(owner.credentials(), k -> k.id().equals(c.id()));
        expect(c.revision(), before.revision());
        List<ProviderCredential> pool = new ArrayList<>(owner.credentials());
        pool.remove(before);
        replaced(providers, owner, withPool(owner, pool));
        return c.id();
    }

    private ProviderConfiguration owner(Actor actor, UUID credential) {
        return found(
                providers,
                p ->
                        own(p, actor)
                                && p.credentials().stream()
                                        .anyMatch(k -> k.id().equals(credential)));
    }

    private static ProviderConfiguration withPool(
            ProviderConfiguration p, List<ProviderCredential> pool) {
        return new ProviderConfiguration(
                p.id(),
                p.organisation(),
                p.uid(),
                p.type(),
                p.baseUrl(),
                pool,
                p.options(),
                p.passesUnknownNames(),
                p.enabled(),
                p.created(),
                p.revision(),
                p.updated());
    }

    private ConfiguredRoute add(Actor actor, Route route) {
        checkRoute(actor, route, null);
        ConfiguredRoute made =
                new ConfiguredRoute(UUID.randomUUID(), actor.organisation(), route, now());
        routes.add(made);
        return made;
    }

    private ConfiguredRoute update(Actor actor, ConfigurationChange.UpdateRoute c) {
        ConfiguredRoute before = route(actor, c.id(), c.revision());
        checkRoute(actor, c.route(), before);
        return replaced(
                routes,
                before,
                new ConfiguredRoute(
                        before.id(),
                        before.organisation(),
                        c.route(),
                        before.created(),
                        before.revision() + 1,
                        now()));
    }

    private void checkRoute(Actor actor, Route route, @Nullable ConfiguredRoute itself) {
        if (routes.stream()
                .anyMatch(r ->
                        !r.equals(itself)
                                && r.organisation().equals(actor.organisation())
                                && r.route().name().equals(route.name()))) {
            throw new StateException(Kind.CONFLICT, "a model '" + route.name() + "' exists");
        }
    }

    private void refuseTaken(Actor actor, String uid) {
        if (providers.stream().anyMatch(p -> own(p, actor) && p.uid().equals(uid))) {
            throw new StateException(Kind.CONFLICT, "a provider '" + uid + "' exists already");
        }
    }

    private ProviderConfiguration provider(Actor actor, UUID id, @Nullable Long revision) {
        ProviderConfiguration found = found(providers, p -> own(p, actor) && p.id().equals(id));
        expect(revision, found.revision());
        return found;
    }

    private ConfiguredRoute route(Actor actor, UUID id, @Nullable Long revision) {
        ConfiguredRoute found =
                found(
                        routes,
                        r -> r.organisation().equals(actor.organisation()) && r.id().equals(id));
        expect(revision, found.revision());
        return found;
    }

    private static boolean own(ProviderConfiguration provider, Actor actor) {
        return provider.organisation().equals(actor.organisation());
    }

    static void expect(@Nullable Long expected, long actual) {
        if (expected != null && expected != actual) {
            throw new StateException(
                    Kind.OUTDATED, "is in revision " + actual + ", not " + expected);
        }
    }

    static <T> T found(List<T> list, Predicate<T> which) {
        return list.stream()
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new StateException(Kind.NOT_FOUND, "there is no such thing"));
    }

    static <T> T replaced(List<T> list, T before, T after) {
        list.set(list.indexOf(before), after);
        return after;
    }

    private Instant now() {
        return clock.instant();
    }
}
