// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.Catalog;
import dev.penstock.state.Configuration;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The first call of a newcomer: a provider that needs no key, and a key for it.
final class Demo {

    /// The provider's type and its uid.
    static final String NAME = "demo";

    private Demo() {}

    /// Sets the demo up where nothing has been set up yet.
    ///
    /// @return the key, which is stored nowhere; empty when the installation is in use
    static Optional<Secret> prepare(Store store, RandomGenerator random) {
        Tenant tenant = store.accounts().firstTenant();
        Catalog catalog = store.catalog().current();
        boolean untouched =
                !store.accounts().claimed()
                        && catalog.providers().isEmpty()
                        && catalog.keys(tenant.organisation()).isEmpty();
        if (!untouched) {
            return Optional.empty();
        }
        Actor actor = new Actor(tenant.organisation(), null, "penstock");
        store.configuration()
                .addProvider(
                        actor,
                        new Configuration.NewProvider(NAME, NAME, null, null, Map.of(), false));
        Secret key = IssuedKey.generate(random);
        store.configuration()
                .addKey(
                        actor,
                        new Configuration.NewKey(
                                tenant.team(),
                                tenant.project(),
                                NAME,
                                store.keyDigests().digest(key),
                                IssuedKey.lastFour(key),
                                new ModelPatterns(List.of(NAME + "/*")),
                                null));
        return Optional.of(key);
    }
}
