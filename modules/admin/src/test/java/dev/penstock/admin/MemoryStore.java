// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.CallRecords;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.Ledger;
import dev.penstock.state.Maintenance;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.Sessions;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A store in memory that keeps the promises that the control plane leans on.
final class MemoryStore implements Store, CatalogSource, Configuration, KeyDigests {

    final Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    final MemoryPeople people;
    final MemoryCalls calls = new MemoryCalls();
    final MemoryMaintenance maintenance = new MemoryMaintenance();
    final List<ProviderConfiguration> providers = new CopyOnWriteArrayList<>();
    final List<ConfiguredRoute> routes = new CopyOnWriteArrayList<>();
    final List<KeyRecord> keys = new CopyOnWriteArrayList<>();
    final List<Actor> actors = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    MemoryStore(InstantSource clock) {
        this.clock = clock;
        this.people = new MemoryPeople(tenant, clock);
    }

    @Override
    public Opening opening() {
        return new Opening(true, null, 0, 0);
    }

    @Override
    public CatalogSource catalog() {
        return this;
    }

    @Override
    public Configuration configuration() {
        return this;
    }

    @Override
    public Ledger ledger() {
        throw new AssertionError("the control plane writes no ledger rows");
    }

    @Override
    public CallRecords calls() {
        return calls;
    }

    @Override
    public Accounts accounts() {
        return people;
    }

    @Override
    public Sessions sessions() {
        return people.sessions;
    }

    @Override
    public PersonalTokens tokens() {
        return people.tokens;
    }

    @Override
    public KeyDigests keyDigests() {
        return this;
    }

    @Override
    public Maintenance maintenance() {
        return maintenance;
    }

    @Override
    public boolean healthy() {
        return true;
    }

    @Override
    public void close() {}

    @Override
    public Catalog current() {
        return new Catalog(1, List.of(), providers, routes, keys, List.of());
    }

    @Override
    public void onChange(Consumer<Catalog> listener) {
        listener.accept(current());
    }

    @Override
    public KeyDigest digest(Secret key) {
        return new KeyDigest(Tokens.digest(key.reveal()));
    }

    @Override
    public ProviderConfiguration addProvider(Actor actor, NewProvider p) {
        actors.add(actor);
        if (current().provider(actor.organisation(), p.uid()).isPresent()) {
            throw new StateException(
                    StateException.Kind.CONFLICT, "a provider '" + p.uid() + "' exists already");
        }
        ProviderConfiguration made =
                new ProviderConfiguration(
                        UUID.randomUUID(),
                        actor.organisation(),
                        p.uid(),
                        p.type(),
                        p.baseUrl(),
                        p.credential(),
                        p.options(),
                        p.passesUnknownNames(),
                        clock.instant());
        providers.add(made);
        return made;
    }

    @Override
    public void removeProvider(Actor actor, UUID id) {
        found(providers.removeIf(p -> p.id().equals(id)), id);
    }

    @Override
    public ConfiguredRoute addRoute(Actor actor, Route route) {
        actors.add(actor);
        ConfiguredRoute made =
                new ConfiguredRoute(
                        UUID.randomUUID(), actor.organisation(), route, clock.instant());
        routes.add(made);
        return made;
    }

    @Override
    public void removeRoute(Actor actor, UUID id) {
        found(routes.removeIf(r -> r.id().equals(id)), id);
    }

    @Override
    public KeyRecord addKey(Actor actor, NewKey k) {
        actors.add(actor);
        KeyRecord made =
                new KeyRecord(
                        UUID.randomUUID(),
                        new Tenant(actor.organisation(), k.team(), k.project()),
                        k.name(),
                        k.digest(),
                        k.lastFour(),
                        k.models(),
                        clock.instant(),
                        k.expires(),
                        null);
        keys.add(made);
        return made;
    }

    @Override
    public void revokeKey(Actor actor, UUID id) {
        found(keys.stream().anyMatch(k -> k.id().equals(id)), id);
        keys.replaceAll(k ->
                !k.id().equals(id)
                        ? k
                        : new KeyRecord(
                                k.id(),
                                k.tenant(),
                                k.name(),
                                k.digest(),
                                k.lastFour(),
                                k.models(),
                                k.created(),
                                k.expires(),
                                clock.instant()));
    }

    @Override
    public int addPrices(List<Price> prices) {
        throw new AssertionError("the control plane adds no prices yet");
    }

    private static void found(boolean found, UUID id) {
        if (!found) {
            throw new StateException(
                    StateException.Kind.NOT_FOUND, "there is nothing with the id " + id);
        }
    }
}
