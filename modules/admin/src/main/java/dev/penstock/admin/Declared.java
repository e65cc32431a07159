// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Price;
import dev.penstock.inference.Secret;
import dev.penstock.inference.UsageClass;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a declarative file says shall be. A kind that it does not name is null and left alone; whatever
/// is left out of a thing has its default, except secrets, which stay as they are.
///
/// @param file where everything stands
record Declared(
        DeclarativeFile file,
        @Nullable Owner owner,
        @Nullable List<Provider> providers,
        @Nullable List<Model> models,
        @Nullable List<Key> keys,
        @Nullable List<PriceOverride> prices,
        @Nullable Map<String, String> settings) {

    /// The first person, who counts while nobody owns the gateway.
    record Owner(String email, String password, String organisation, String team, String project) {

        // The password is nobody's to read.
        @Override
        public String toString() {
            return "Owner[" + email + "]";
        }
    }

    /// @param credentials null to leave the pool alone
    /// @param pointer to it in the file
    record Provider(
            String uid,
            String type,
            @Nullable URI baseUrl,
            boolean enabled,
            Map<String, String> options,
            boolean passesUnknownNames,
            @Nullable List<Credential> credentials,
            String pointer) {}

    /// @param secret null to keep the one there
    record Credential(
            String name,
            int weight,
            boolean enabled,
            @Nullable Instant expires,
            @Nullable Secret secret,
            String pointer) {}

    record Model(String name, String provider, String model, String pointer) {}

    /// @param endpoints null for all
    /// @param sha256 of the key, 64 lower-case hexadecimal digits, or null for one that is issued here
    record Key(
            String name,
            ModelPatterns models,
            @Nullable Set<String> endpoints,
            @Nullable Instant expires,
            boolean disabled,
            @Nullable String sha256,
            String pointer) {}

    record PriceOverride(
            String provider,
            String model,
            Map<UsageClass, Long> rates,
            List<Price.Tier> tiers,
            String pointer) {}
}
