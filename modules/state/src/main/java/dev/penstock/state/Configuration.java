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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The one door for changes to what is configured. When a method returns, the new catalogue is current
/// in this process, and within about a second in all replicas.
///
/// All methods work within the actor's organisation: a foreign id is NOT_FOUND.
public interface Configuration {

    /// Makes changes in their order, all or none, in one transaction with an audit row for each. A later
    /// one sees what an earlier one did.
    ///
    /// @param actor who, for the audit, and where
    /// @param changes at most some thousands; an empty list changes nothing
    /// @return what each brought, in their order
    /// @throws StateException NOT_FOUND, CONFLICT, OUTDATED or SECRET_REQUIRED, which says by
    ///     [StateException#change] which change is at fault; UNAVAILABLE
    List<Object> apply(Actor actor, List<? extends ConfigurationChange<?>> changes);

    /// What [#apply] would do now, without doing it. Ids and times of what it brings are made up.
    ///
    /// @return as [#apply]
    /// @throws StateException as [#apply]
    List<Object> preview(Actor actor, List<? extends ConfigurationChange<?>> changes);

    /// Makes one change.
    ///
    /// @return what it brought
    /// @throws StateException as the other [#apply]
    @SuppressWarnings(
            "unchecked") // A change brings what its type says; the contract holds it to that.
    default <T> T apply(Actor actor, ConfigurationChange<T> change) {
        return (T) apply(actor, List.of(change)).getFirst();
    }

    /// Adds the prices that come with the gateway, for the gateway itself, as far as their versions are
    /// not known yet.
    ///
    /// @return how many were new
    int addPrices(List<Price> prices);

    /// A provider to be.
    ///
    /// @param uid see [ProviderConfiguration#uid]
    /// @param type see [ProviderConfiguration#type]
    /// @param baseUrl see [ProviderConfiguration#baseUrl]
    /// @param credential the first of its pool, of the name [ProviderCredential#DEFAULT_NAME], or null
    /// @param options see [ProviderConfiguration#options]
    /// @param passesUnknownNames see [ProviderConfiguration#passesUnknownNames]
    /// @param enabled see [ProviderConfiguration#enabled]
    record NewProvider(
            String uid,
            String type,
            @Nullable URI baseUrl,
            @Nullable Secret credential,
            Map<String, String> options,
            boolean passesUnknownNames,
            boolean enabled) {

        /// Checks the uid and keeps its own copy of the options.
        public NewProvider {
            Checks.uid(uid);
            options = Map.copyOf(options);
        }

        /// An enabled provider.
        public NewProvider(
                String uid,
                String type,
                @Nullable URI baseUrl,
                @Nullable Secret credential,
                Map<String, String> options,
                boolean passesUnknownNames) {
            this(uid, type, baseUrl, credential, options, passesUnknownNames, true);
        }
    }

    /// A key to be.
    ///
    /// @param team within the actor's organisation
    /// @param project within the team
    /// @param name its label, not blank
    /// @param digest of the key
    /// @param lastFour of the key
    /// @param models what it may use
    /// @param endpoints what it may call, or null for all
    /// @param expires when it dies, or null
    /// @param enabled whether it may be used for now
    record NewKey(
            UUID team,
            UUID project,
            String name,
            KeyDigest digest,
            String lastFour,
            ModelPatterns models,
            @Nullable Set<String> endpoints,
            @Nullable Instant expires,
            boolean enabled) {

        /// Checks the label and keeps its own copy of the endpoints.
        public NewKey {
            Checks.name(name, "key name");
            endpoints = endpoints == null ? null : Set.copyOf(endpoints);
        }

        /// An enabled key.
        public NewKey(
                UUID team,
                UUID project,
                String name,
                KeyDigest digest,
                String lastFour,
                ModelPatterns models,
                @Nullable Set<String> endpoints,
                @Nullable Instant expires) {
            this(team, project, name, digest, lastFour, models, endpoints, expires, true);
        }

        /// A key for all endpoints.
        public NewKey(
                UUID team,
                UUID project,
                String name,
                KeyDigest digest,
                String lastFour,
                ModelPatterns models,
                @Nullable Instant expires) {
            this(team, project, name, digest, lastFour, models, null, expires);
        }
    }

    /// [ConfigurationChange.AddProvider].
    default ProviderConfiguration addProvider(Actor actor, NewProvider provider) {
        return apply(actor, new ConfigurationChange.AddProvider(provider));
    }

    /// [ConfigurationChange.RemoveProvider], in whatever revision.
    default void removeProvider(Actor actor, UUID id) {
        var _ = apply(actor, new ConfigurationChange.RemoveProvider(id, null));
    }

    /// [ConfigurationChange.AddRoute].
    default ConfiguredRoute addRoute(Actor actor, Route route) {
        return apply(actor, new ConfigurationChange.AddRoute(route));
    }

    /// [ConfigurationChange.RemoveRoute], in whatever revision.
    default void removeRoute(Actor actor, UUID id) {
        var _ = apply(actor, new ConfigurationChange.RemoveRoute(id, null));
    }

    /// [ConfigurationChange.AddKey].
    default KeyRecord addKey(Actor actor, NewKey key) {
        return apply(actor, new ConfigurationChange.AddKey(key));
    }

    /// [ConfigurationChange.RevokeKey], in whatever revision.
    default void revokeKey(Actor actor, UUID id) {
        var _ = apply(actor, new ConfigurationChange.RevokeKey(id, null));
    }
}
