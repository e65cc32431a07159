// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes what is configured. Each change is one transaction with its audit row, and when a method
/// returns the new catalogue is current in this process.
///
/// All methods work within the actor's organisation: a foreign id is NOT_FOUND.
public interface Configuration {

    /// A provider to be.
    ///
    /// @param uid see [ProviderConfiguration#uid]
    /// @param type see [ProviderConfiguration#type]
    /// @param baseUrl see [ProviderConfiguration#baseUrl]
    /// @param credential to be encrypted, or null
    /// @param options see [ProviderConfiguration#options]
    /// @param passesUnknownNames see [ProviderConfiguration#passesUnknownNames]
    record NewProvider(
            String uid,
            String type,
            @Nullable URI baseUrl,
            @Nullable Secret credential,
            Map<String, String> options,
            boolean passesUnknownNames) {}

    /// A key to be.
    ///
    /// @param team within the actor's organisation
    /// @param project within the team
    /// @param name its label, not blank
    /// @param digest of the key
    /// @param lastFour of the key
    /// @param models what it may use
    /// @param expires when it dies, or null
    record NewKey(
            UUID team,
            UUID project,
            String name,
            KeyDigest digest,
            String lastFour,
            ModelPatterns models,
            @Nullable Instant expires) {}

    /// Adds a provider.
    ///
    /// @throws StateException CONFLICT when the uid is taken
    ProviderConfiguration addProvider(Actor actor, NewProvider provider);

    /// Removes a provider with its credential.
    ///
    /// @throws StateException NOT_FOUND; CONFLICT when a route still names it
    void removeProvider(Actor actor, UUID id);

    /// Adds a public model name.
    ///
    /// @throws StateException CONFLICT when the name is taken; NOT_FOUND when a target's provider is
    ///     not configured
    ConfiguredRoute addRoute(Actor actor, Route route);

    /// Removes a public model name.
    ///
    /// @throws StateException NOT_FOUND
    void removeRoute(Actor actor, UUID id);

    /// Adds an issued key.
    ///
    /// @throws StateException NOT_FOUND when team or project are not the organisation's
    KeyRecord addKey(Actor actor, NewKey key);

    /// Revokes a key, at once and for ever. Revoking twice is harmless.
    ///
    /// @throws StateException NOT_FOUND
    void revokeKey(Actor actor, UUID id);

    /// Adds the prices whose version is not known yet.
    ///
    /// @return how many were new
    int addPrices(List<Price> prices);
}
