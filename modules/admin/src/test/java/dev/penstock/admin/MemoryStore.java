// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Secret;
import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.AuditRecords;
import dev.penstock.state.CallRecords;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.KeyUses;
import dev.penstock.state.Ledger;
import dev.penstock.state.Maintenance;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.Sessions;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A store in memory that keeps the promises that the control plane leans on.
final class MemoryStore implements Store, CatalogSource, KeyDigests {

    final Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    final MemoryPeople people;
    final MemoryCalls calls = new MemoryCalls();
    final MemoryAudit audit = new MemoryAudit();
    final MemoryConfiguration configuration;
    final Map<UUID, Instant> keyUses = new ConcurrentHashMap<>();
    final List<ProviderConfiguration> providers;
    final List<ConfiguredRoute> routes;
    final List<KeyRecord> keys;
    final List<Actor> actors;
    final MemoryMaintenance maintenance = new MemoryMaintenance();

    MemoryStore(InstantSource clock) {
        this.configuration = new MemoryConfiguration(clock);
        this.providers = configuration.providers;
        this.routes = configuration.routes;
        this.keys = configuration.keys.all;
        this.actors = configuration.actors;
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
        return configuration;
    }

    @Override
    public AuditRecords audit() {
        return audit;
    }

    @Override
    public KeyUses keyUses() {
        return new KeyUses() {
            @Override
            public void used(UUID key) {
                throw new AssertionError("the control plane uses no keys");
            }

            @Override
            public Map<UUID, Instant> last(UUID organisation) {
                return keyUses;
            }
        };
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
    public boolean alone() {
        return true;
    }

    @Override
    public void close() {}

    @Override
    public Catalog current() {
        return new Catalog(
                1,
                List.of(),
                providers,
                routes,
                keys,
                configuration.prices.all,
                configuration.prices.settings);
    }

    @Override
    public void onChange(Consumer<Catalog> listener) {
        listener.accept(current());
    }

    @Override
    public KeyDigest digest(Secret key) {
        return ofSha256(Tokens.digest(key.reveal()));
    }

    @Override
    public KeyDigest ofSha256(String sha256) {
        return new KeyDigest(sha256);
    }
}
