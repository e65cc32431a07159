// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who makes a call: an issued key and where it belongs. A snapshot taken at authentication.
///
/// @param organisation the tenant
/// @param team within the organisation
/// @param project within the team
/// @param key the issued key
/// @param keyName its label
/// @param models what it may use
/// @param endpoints what it may call, as [Call#endpoint], or null for all
public record Caller(
        UUID organisation,
        UUID team,
        UUID project,
        UUID key,
        String keyName,
        ModelPatterns models,
        @Nullable Set<String> endpoints) {

    /// Keeps its own copy of the endpoints.
    public Caller {
        endpoints = endpoints == null ? null : Set.copyOf(endpoints);
    }

    /// A caller who may call all endpoints.
    public Caller(
            UUID organisation,
            UUID team,
            UUID project,
            UUID key,
            String keyName,
            ModelPatterns models) {
        this(organisation, team, project, key, keyName, models, null);
    }
}
