// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Provider;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One provider with one of its credentials, or with none, as it is configured now: built at its first use, closed when it is retired and its
/// last user has gone.
final class ConfiguredProvider {

    /// Builds the instance.
    interface Maker {
        Provider make(ProviderConfiguration configuration, @Nullable ProviderCredential credential);
    }

    private static final System.Logger LOG = System.getLogger(ConfiguredProvider.class.getName());

    private final ProviderConfiguration configuration;
    private final @Nullable ProviderCredential credential;
    private final Maker maker;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Provider instance;
    private @Nullable Unusable unusable;
    private int users;
    private boolean retired;

    /// Why there is no instance.
    ///
    /// @param failure for callers
    /// @param reason for operators
    private record Unusable(Failure failure, String reason) {}

    ConfiguredProvider(
            ProviderConfiguration configuration,
            @Nullable ProviderCredential credential,
            Maker maker) {
        this.configuration = configuration;
        this.credential = credential;
        this.maker = maker;
    }

    @Nullable ProviderCredential credential() {
        return credential;
    }

    /// Begins a use, to be ended by closing the lease.
    ///
    /// @return null when it was retired meanwhile
    /// @throws FailureException when the provider cannot be built
    @Nullable ProviderLease lease() {
        lock.lock();
        try {
            if (retired) {
                return null;
            }
            build();
            if (unusable != null) {
                throw new FailureException(unusable.failure());
            }
            if (instance == null) {
                throw new IllegalStateException("neither built nor unusable");
            }
            users++;
            return new ProviderLease(configuration, credential, instance, this::leave);
        } finally {
            lock.unlock();
        }
    }

    /// Why it cannot be used, in words for operators, or null when it can.
    @Nullable String problem() {
        lock.lock();
        try {
            if (!retired) {
                build();
            }
            return unusable == null ? null : unusable.reason();
        } finally {
            lock.unlock();
        }
    }

    /// Allows no further use.
    void retire() {
        Provider idle;
        lock.lock();
        try {
            if (retired) {
                return;
            }
            retired = true;
            idle = users == 0 ? instance : null;
        } finally {
            lock.unlock();
        }
        close(idle);
    }

    private void leave() {
        Provider idle;
        lock.lock();
        try {
            users--;
            idle = retired && users == 0 ? instance : null;
        } finally {
            lock.unlock();
        }
        close(idle);
    }

    private void build() {
        if (instance != null || unusable != null) {
            return;
        }
        try {
            instance = maker.make(configuration, credential);
        } catch (FailureException e) {
            unusable = new Unusable(e.failure(), e.failure().message());
        } catch (IllegalArgumentException e) {
            unusable = misconfigured(discreet(String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            // A plugin may throw anything, linkage errors included; it must hurt nobody else.
            unusable = misconfigured("its factory failed with " + e.getClass().getName());
            Defects.swallowed("the factory of provider " + configuration.uid(), e);
        }
        if (unusable != null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Provider {0} of organisation {1} cannot be used: {2}",
                    configuration.uid(),
                    configuration.organisation(),
                    unusable.reason());
        }
    }

    /// A factory should not repeat the credential; this one may have been written by anybody.
    private String discreet(String reason) {
        return credential == null ? reason : reason.replace(credential.secret().reveal(), "***");
    }

    private Unusable misconfigured(String reason) {
        return new Unusable(
                new Failure.Gateway(
                        Failure.GatewayKind.INTERNAL,
                        "the provider '"
                                + configuration.uid()
                                + "' cannot be used as it is configured; its operator finds the"
                                + " reason in the log",
                        null),
                reason);
    }

    private void close(@Nullable Provider idle) {
        if (idle == null) {
            return;
        }
        try {
            idle.close();
        } catch (Throwable e) {
            Defects.swallowed("provider " + configuration.uid() + " at its closing", e);
        }
    }
}
