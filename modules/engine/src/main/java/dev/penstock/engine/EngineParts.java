// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.spi.Authenticator;
import dev.penstock.spi.Policy;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.UpstreamClient;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.Ledger;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// What an engine is assembled from.
///
/// @param catalog what is configured
/// @param ledger where attempts are recorded
/// @param factories all provider factories that were found; of two with the same type the first wins
///     and the second is logged
/// @param authenticator decides who calls
/// @param policies what calls must pass, in any order
/// @param upstream handed to the providers
/// @param clock the time
/// @param random for ids
public record EngineParts(
        CatalogSource catalog,
        Ledger ledger,
        List<ProviderFactory> factories,
        Authenticator authenticator,
        List<Policy> policies,
        UpstreamClient upstream,
        InstantSource clock,
        RandomGenerator random) {

    public EngineParts {
        factories = List.copyOf(factories);
        policies = List.copyOf(policies);
    }
}
