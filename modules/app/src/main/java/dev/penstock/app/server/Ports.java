// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.spi.PolicyContext;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyUses;
import dev.penstock.state.Store;
import java.time.InstantSource;
import java.util.Map;

/// What policies are handed: those of the gateway its state, those of plugins the time.
record Ports(InstantSource clock, Map<Class<?>, Object> ports) implements PolicyContext {

    static Ports ofGateway(InstantSource clock, Store store) {
        return new Ports(
                clock,
                Map.of(
                        CatalogSource.class, store.catalog(),
                        KeyDigests.class, store.keyDigests(),
                        KeyUses.class, store.keyUses()));
    }

    static Ports ofPlugins(InstantSource clock) {
        return new Ports(clock, Map.of());
    }

    @Override
    public <T> T port(Class<T> type) {
        Object port = ports.get(type);
        if (port == null) {
            throw new IllegalArgumentException(
                    "there is no port " + type.getName() + " for this policy");
        }
        return type.cast(port);
    }
}
