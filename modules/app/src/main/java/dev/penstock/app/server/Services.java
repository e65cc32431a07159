// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.spi.DescribedProviders;
import dev.penstock.spi.PolicyFactory;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.UpstreamClientFactory;
import dev.penstock.state.StoreFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// What the modules of the gateway itself provide.
final class Services {

    private Services() {}

    /// The one store.
    static StoreFactory store() {
        return one(StoreFactory.class, ServiceLoader.load(StoreFactory.class));
    }

    /// The types of the built-in providers.
    static List<String> providerTypes() {
        return providers().stream().map(ProviderFactory::type).toList();
    }

    static UpstreamClientFactory upstream() {
        return one(UpstreamClientFactory.class, ServiceLoader.load(UpstreamClientFactory.class));
    }

    static List<ProviderFactory> providers() {
        List<ProviderFactory> factories =
                new ArrayList<>(all(ServiceLoader.load(ProviderFactory.class)));
        all(ServiceLoader.load(DescribedProviders.class))
                .forEach(described -> factories.addAll(described.builtIn()));
        return factories;
    }

    static List<PolicyFactory> policies() {
        return all(ServiceLoader.load(PolicyFactory.class));
    }

    private static <S> List<S> all(ServiceLoader<S> loader) {
        return loader.stream().map(ServiceLoader.Provider::get).toList();
    }

    private static <S> S one(Class<S> service, ServiceLoader<S> loader) {
        List<S> found = all(loader);
        if (found.size() != 1) {
            throw new StartException(
                    found.size()
                            + " modules provide "
                            + service.getName()
                            + " but exactly one must; check the folder of the installation's jars");
        }
        return found.getFirst();
    }
}
