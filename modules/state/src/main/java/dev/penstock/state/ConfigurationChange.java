// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Route;
import dev.penstock.inference.Secret;
import dev.penstock.inference.UsageClass;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One change to what is configured, to be made by [Configuration#apply] alone or together with others.
/// Each works within the actor's organisation; where it names a `revision`, it is refused as OUTDATED
/// unless the thing is still in that revision. An update names everything that a thing shall be
/// afterwards; one that changes nothing leaves revision and audit alone.
///
/// @param <T> what it brings: the thing as it is afterwards, or the id of what is gone
public sealed interface ConfigurationChange<T> {

    /// Adds a provider.
    ///
    /// CONFLICT when the uid is taken.
    record AddProvider(Configuration.NewProvider provider)
            implements ConfigurationChange<ProviderConfiguration> {}

    /// Changes a provider. Routes follow a new uid.
    ///
    /// A new type or base URL sends the credentials to another place, so each of the pool must be given
    /// again: SECRET_REQUIRED when one is missing. CONFLICT when the uid is taken.
    ///
    /// @param id which
    /// @param revision expected, or null
    /// @param uid see [ProviderConfiguration#uid]
    /// @param type see [ProviderConfiguration#type]
    /// @param baseUrl see [ProviderConfiguration#baseUrl]
    /// @param options see [ProviderConfiguration#options]
    /// @param passesUnknownNames see [ProviderConfiguration#passesUnknownNames]
    /// @param enabled see [ProviderConfiguration#enabled]
    /// @param secrets credentials of the pool that are given again, by id; others stay as they are
    record UpdateProvider(
            UUID id,
            @Nullable Long revision,
            String uid,
            String type,
            @Nullable URI baseUrl,
            Map<String, String> options,
            boolean passesUnknownNames,
            boolean enabled,
            Map<UUID, Secret> secrets)
            implements ConfigurationChange<ProviderConfiguration> {
        public UpdateProvider {
            Checks.uid(uid);
            options = Map.copyOf(options);
            secrets = Map.copyOf(secrets);
        }

        /// The change that leaves a provider as it is, to begin from.
        public static UpdateProvider of(ProviderConfiguration now) {
            return new UpdateProvider(
                    now.id(),
                    now.revision(),
                    now.uid(),
                    now.type(),
                    now.baseUrl(),
                    now.options(),
                    now.passesUnknownNames(),
                    now.enabled(),
                    Map.of());
        }
    }

    /// Removes a provider with its pool.
    ///
    /// CONFLICT when a route still names it.
    record RemoveProvider(UUID id, @Nullable Long revision) implements ConfigurationChange<UUID> {}

    /// Adds a credential to a provider's pool.
    ///
    /// CONFLICT when the provider has one of that name.
    ///
    /// @param provider uid of the provider, which may be one that an earlier change of the same list adds
    /// @param name see [ProviderCredential#name]
    /// @param secret to be encrypted
    /// @param weight see [ProviderCredential#weight]
    /// @param enabled see [ProviderCredential#enabled]
    /// @param expires see [ProviderCredential#expires]
    record AddCredential(
            String provider,
            String name,
            Secret secret,
            int weight,
            boolean enabled,
            @Nullable Instant expires)
            implements ConfigurationChange<ProviderCredential> {
        public AddCredential {
            Checks.name(name, "credential name");
            Checks.weight(weight);
        }
    }

    /// Changes a credential.
    ///
    /// CONFLICT when the provider has another of that name.
    ///
    /// @param id which
    /// @param revision expected, or null
    /// @param name see [ProviderCredential#name]
    /// @param secret a new one, or null to keep it
    /// @param weight see [ProviderCredential#weight]
    /// @param enabled see [ProviderCredential#enabled]
    /// @param expires see [ProviderCredential#expires]
    record UpdateCredential(
            UUID id,
            @Nullable Long revision,
            String name,
            @Nullable Secret secret,
            int weight,
            boolean enabled,
            @Nullable Instant expires)
            implements ConfigurationChange<ProviderCredential> {
        public UpdateCredential {
            Checks.name(name, "credential name");
            Checks.weight(weight);
        }

        /// The change that leaves a credential as it is, to begin from.
        public static UpdateCredential of(ProviderCredential now) {
            return new UpdateCredential(
                    now.id(),
                    now.revision(),
                    now.name(),
                    null,
                    now.weight(),
                    now.enabled(),
                    now.expires());
        }
    }

    /// Removes a credential from its pool.
    record RemoveCredential(UUID id, @Nullable Long revision)
            implements ConfigurationChange<UUID> {}

    /// Adds a public model name.
    ///
    /// CONFLICT when the name is taken; NOT_FOUND when a target's provider is not configured.
    record AddRoute(Route route) implements ConfigurationChange<ConfiguredRoute> {}

    /// Changes a public model name.
    ///
    /// CONFLICT when the new name is taken; NOT_FOUND when a target's provider is not configured.
    record UpdateRoute(UUID id, @Nullable Long revision, Route route)
            implements ConfigurationChange<ConfiguredRoute> {}

    /// Removes a public model name.
    record RemoveRoute(UUID id, @Nullable Long revision) implements ConfigurationChange<UUID> {}

    /// Adds an issued key.
    ///
    /// NOT_FOUND when team or project are not the organisation's.
    record AddKey(Configuration.NewKey key) implements ConfigurationChange<KeyRecord> {}

    /// Changes a key. CONFLICT when it is revoked.
    ///
    /// @param id which
    /// @param revision expected, or null
    /// @param name see [KeyRecord#name]
    /// @param models see [KeyRecord#models]
    /// @param endpoints see [KeyRecord#endpoints]
    /// @param expires see [KeyRecord#expires]
    /// @param enabled see [KeyRecord#enabled]
    record UpdateKey(
            UUID id,
            @Nullable Long revision,
            String name,
            ModelPatterns models,
            @Nullable Set<String> endpoints,
            @Nullable Instant expires,
            boolean enabled)
            implements ConfigurationChange<KeyRecord> {
        public UpdateKey {
            Checks.name(name, "key name");
            endpoints = endpoints == null ? null : Set.copyOf(endpoints);
        }

        /// The change that leaves a key as it is, to begin from.
        public static UpdateKey of(KeyRecord now) {
            return new UpdateKey(
                    now.id(),
                    now.revision(),
                    now.name(),
                    now.models(),
                    now.endpoints(),
                    now.expires(),
                    now.enabled());
        }
    }

    /// Issues another key of the same rights, label and end in the place of one, which goes on for a
    /// while. The new key's record says what it [KeyRecord#replaces].
    ///
    /// CONFLICT when the key is revoked or has expired.
    ///
    /// @param id of the key to be replaced
    /// @param revision of it, expected, or null
    /// @param digest of the new key
    /// @param lastFour of the new key
    /// @param oldExpires the first instant at which the old key is dead, unless it dies earlier anyway
    record RotateKey(
            UUID id, @Nullable Long revision, KeyDigest digest, String lastFour, Instant oldExpires)
            implements ConfigurationChange<KeyRecord> {}

    /// Revokes a key, at once and for ever. Revoking twice is harmless.
    record RevokeKey(UUID id, @Nullable Long revision) implements ConfigurationChange<KeyRecord> {}

    /// Adds the prices of the whole installation whose version is not known yet.
    ///
    /// @param prices each with a version of its own
    /// @param source not an override
    record AddPrices(List<Price> prices, ConfiguredPrice.Source source)
            implements ConfigurationChange<List<ConfiguredPrice>> {
        public AddPrices {
            prices = List.copyOf(prices);
            if (source == ConfiguredPrice.Source.OVERRIDE) {
                throw new IllegalArgumentException(
                        "source is OVERRIDE but these prices hold for all; set each with SetPrice");
            }
        }
    }

    /// Sets what the organisation pays for a model from now on, whatever the installation's price is.
    /// Earlier calls keep their price.
    ///
    /// @param provider see [Price#provider]
    /// @param model see [Price#model]
    /// @param revision of the override in force, expected; 0 for none; or null
    /// @param rates see [Price#rates]
    /// @param tiers see [Price#tiers]
    record SetPrice(
            String provider,
            String model,
            @Nullable Long revision,
            Map<UsageClass, Long> rates,
            List<Price.Tier> tiers)
            implements ConfigurationChange<ConfiguredPrice> {
        public SetPrice {
            rates = Map.copyOf(rates);
            tiers = List.copyOf(tiers);
        }
    }

    /// Ends an override: from now on the installation's price holds again.
    ///
    /// NOT_FOUND when none is in force.
    ///
    /// @param revision of the override, expected, or null
    record RemovePrice(String provider, String model, @Nullable Long revision)
            implements ConfigurationChange<ConfiguredPrice> {}

    /// Sets a setting.
    ///
    /// @param installation whether it is one of the whole installation rather than the organisation's
    /// @param name see [Setting#name]
    /// @param content see [Setting#content]
    /// @param revision expected; 0 when there must be none yet; or null
    record PutSetting(boolean installation, String name, String content, @Nullable Long revision)
            implements ConfigurationChange<Setting> {
        public PutSetting {
            Checks.name(name, "setting name");
        }
    }

    /// Removes a setting, so that its default is in force.
    ///
    /// @param installation as in [PutSetting#installation]
    /// @param name which
    /// @param revision expected, or null
    record RemoveSetting(boolean installation, String name, @Nullable Long revision)
            implements ConfigurationChange<String> {}
}
