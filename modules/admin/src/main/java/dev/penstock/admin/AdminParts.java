// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.engine.Engine;
import dev.penstock.inference.Secret;
import dev.penstock.state.Store;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What the control plane is assembled from.
///
/// @param store everything remembered
/// @param engine tells provider types and probes providers
/// @param setupToken proves, until there is an owner, that a person can read the server's output
/// @param origins tells where requests come from
/// @param clock the time
/// @param random cryptographically strong
/// @param settings those that are in force without a restart
public record AdminParts(
        Store store,
        Engine engine,
        Secret setupToken,
        Origins origins,
        InstantSource clock,
        RandomGenerator random,
        LiveSettings settings) {}
