// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.spi.Provider;
import dev.penstock.state.ProviderConfiguration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The right to use a provider until it is closed; the provider outlives all its leases.
final class ProviderLease implements AutoCloseable {

    private final ProviderConfiguration configuration;
    private final Provider provider;
    private final Runnable atEnd;
    private final AtomicBoolean closed = new AtomicBoolean();

    ProviderLease(ProviderConfiguration configuration, Provider provider, Runnable atEnd) {
        this.configuration = configuration;
        this.provider = provider;
        this.atEnd = atEnd;
    }

    ProviderConfiguration configuration() {
        return configuration;
    }

    Provider provider() {
        return provider;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            atEnd.run();
        }
    }
}
