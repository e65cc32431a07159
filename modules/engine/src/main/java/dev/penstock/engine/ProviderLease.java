// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.spi.Provider;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The right to use a provider until it is closed; the provider outlives all its leases.
final class ProviderLease implements AutoCloseable {

    private final ProviderConfiguration configuration;
    private final @Nullable ProviderCredential credential;
    private final Provider provider;
    private final Runnable atEnd;
    private final AtomicBoolean closed = new AtomicBoolean();

    ProviderLease(
            ProviderConfiguration configuration,
            @Nullable ProviderCredential credential,
            Provider provider,
            Runnable atEnd) {
        this.configuration = configuration;
        this.credential = credential;
        this.provider = provider;
        this.atEnd = atEnd;
    }

    ProviderConfiguration configuration() {
        return configuration;
    }

    /// The id of the credential that the provider uses, or null when it has none.
    @Nullable UUID credential() {
        return credential == null ? null : credential.id();
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
