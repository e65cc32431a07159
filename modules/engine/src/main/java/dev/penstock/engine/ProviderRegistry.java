// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All providers that are configured now. A change of the catalogue retires those it changed or
/// removed; calls that use a retired one end undisturbed.
final class ProviderRegistry implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ProviderRegistry.class.getName());

    private final CatalogSource catalog;
    private final ProviderContext context;
    private final Map<String, ProviderFactory> factories = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, ProviderPool> providers = new HashMap<>();
    private @Nullable Catalog seen;
    private boolean closed;

    ProviderRegistry(
            CatalogSource catalog, List<ProviderFactory> factories, ProviderContext context) {
        this.catalog = catalog;
        this.context = context;
        for (ProviderFactory factory : factories) {
            ProviderFactory first = this.factories.putIfAbsent(factory.type(), factory);
            if (first != null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Provider type {0} of {1} is refused because {2} has it already",
                        factory.type(),
                        factory.getClass().getName(),
                        first.getClass().getName());
            }
        }
    }

    /// The types that can be configured, sorted.
    List<String> types() {
        return List.copyOf(factories.keySet());
    }

    /// The provider of a name, for use until the lease is closed.
    ///
    /// @throws FailureException NOT_FOUND when there is none; when it cannot be used; STOPPING
    ProviderLease lease(UUID organisation, String uid) {
        while (true) {
            ProviderLease lease = find(organisation, uid).lease(context.clock().instant());
            if (lease != null) {
                return lease;
            }
        }
    }

    /// Why the provider of a name cannot be used, in words for operators, or null when it can.
    ///
    /// @throws FailureException NOT_FOUND when there is none; STOPPING
    @Nullable String problem(UUID organisation, String uid) {
        return find(organisation, uid).problem(context.clock().instant());
    }

    /// A provider that is not of the catalogue, to be closed by the receiver.
    ///
    /// @throws FailureException STOPPING
    ProviderPool candidate(ProviderConfiguration configuration) {
        lock.lock();
        try {
            if (closed) {
                throw new FailureException(RunningCalls.STOPPING);
            }
        } finally {
            lock.unlock();
        }
        return new ProviderPool(configuration, this::make);
    }

    /// Retires what the current catalogue no longer holds.
    void refresh() {
        List<ProviderPool> gone;
        lock.lock();
        try {
            gone = retirable(catalog.current());
        } finally {
            lock.unlock();
        }
        gone.forEach(ProviderPool::retire);
    }

    @Override
    public void close() {
        List<ProviderPool> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(providers.values());
            providers.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(ProviderPool::retire);
    }

    private ProviderPool find(UUID organisation, String uid) {
        List<ProviderPool> gone;
        ProviderPool found;
        lock.lock();
        try {
            if (closed) {
                throw new FailureException(RunningCalls.STOPPING);
            }
            Catalog current = catalog.current();
            gone = retirable(current);
            ProviderConfiguration configuration =
                    current.provider(organisation, uid).orElseThrow(() -> missing(uid));
            found =
                    providers.computeIfAbsent(
                            configuration.id(), _ -> new ProviderPool(configuration, this::make));
        } finally {
            lock.unlock();
        }
        gone.forEach(ProviderPool::retire);
        return found;
    }

    // The catalogue is read under the lock, so a provider once removed is never brought back by a
    // thread that still holds an older catalogue.
    private List<ProviderPool> retirable(Catalog current) {
        if (current == seen) {
            return List.of();
        }
        seen = current;
        List<ProviderPool> gone = new ArrayList<>();
        providers
                .values()
                .removeIf(provider -> {
                    ProviderConfiguration known = provider.configuration();
                    boolean same =
                            current.provider(known.organisation(), known.uid())
                                    .filter(known::equals)
                                    .isPresent();
                    if (!same) {
                        gone.add(provider);
                    }
                    return !same;
                });
        return gone;
    }

    private Provider make(
            ProviderConfiguration configuration, @Nullable ProviderCredential credential) {
        ProviderFactory factory = factories.get(configuration.type());
        if (factory == null) {
            throw new IllegalArgumentException(
                    "type is '"
                            + configuration.type()
                            + "' but the types at hand are "
                            + factories.keySet()
                            + "; put its plugin into the plugins folder");
        }
        if (factory.needsCredential() && credential == null) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.NO_CREDENTIAL,
                            "the provider '" + configuration.uid() + "' has no credential"));
        }
        Provider made =
                factory.create(
                        new ProviderSettings(
                                configuration.uid(),
                                configuration.baseUrl(),
                                credential == null ? null : credential.secret(),
                                ProviderTimeouts.otherOptions(configuration),
                                ProviderTimeouts.of(configuration)),
                        context);
        if (made == null) {
            throw new IllegalArgumentException(
                    "factory of type '" + configuration.type() + "' made no provider");
        }
        return made;
    }

    static FailureException missing(String uid) {
        return new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.NOT_FOUND, "there is no provider '" + uid + "'"));
    }
}
