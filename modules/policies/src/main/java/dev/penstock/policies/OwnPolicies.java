// SPDX-License-Identifier: Apache-2.0
package dev.penstock.policies;

import dev.penstock.spi.Authenticator;
import dev.penstock.spi.Policy;
import dev.penstock.spi.PolicyContext;
import dev.penstock.spi.PolicyFactory;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyUses;
import java.util.List;
import java.util.Optional;

/// Makes the policies that ship with the gateway.
public final class OwnPolicies implements PolicyFactory {

    /// For the service loader.
    public OwnPolicies() {}

    @Override
    public List<Policy> policies(PolicyContext context) {
        return List.of(new EndpointRights(), new ModelRights());
    }

    @Override
    public Optional<Authenticator> authenticator(PolicyContext context) {
        return Optional.of(
                new IssuedKeyAuthenticator(
                        context.port(CatalogSource.class),
                        context.port(KeyDigests.class),
                        context.port(KeyUses.class),
                        context.clock()));
    }
}
