// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.state.Actor;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.ProviderConfiguration;
import java.util.List;
import java.util.UUID;

/// All changes to what is configured; each kind of thing in a class of its own.
final class DatabaseConfiguration implements Configuration {

    private final ProviderChanges providers;
    private final RouteChanges routes;
    private final KeyChanges keys;
    private final PriceChanges prices;

    DatabaseConfiguration(Changes changes, CatalogRows rows) {
        this.providers = new ProviderChanges(changes, rows);
        this.routes = new RouteChanges(changes);
        this.keys = new KeyChanges(changes);
        this.prices = new PriceChanges(changes);
    }

    @Override
    public ProviderConfiguration addProvider(Actor actor, NewProvider provider) {
        return providers.add(actor, provider);
    }

    @Override
    public void removeProvider(Actor actor, UUID id) {
        providers.remove(actor, id);
    }

    @Override
    public ConfiguredRoute addRoute(Actor actor, Route route) {
        return routes.add(actor, route);
    }

    @Override
    public void removeRoute(Actor actor, UUID id) {
        routes.remove(actor, id);
    }

    @Override
    public KeyRecord addKey(Actor actor, NewKey key) {
        return keys.add(actor, key);
    }

    @Override
    public void revokeKey(Actor actor, UUID id) {
        keys.revoke(actor, id);
    }

    @Override
    public int addPrices(List<Price> toAdd) {
        return prices.add(toAdd);
    }
}
