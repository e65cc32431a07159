// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.ModelPatterns;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An issued key as it is remembered: everything but the key.
///
/// @param id never changes
/// @param tenant where it belongs
/// @param name its label
/// @param digest it is looked up by
/// @param lastFour the last four characters, for people
/// @param models what it may use
/// @param endpoints what it may call, as [dev.penstock.inference.Call#endpoint], or null for all
/// @param created when
/// @param expires the first instant at which it is dead, or null
/// @param revoked when it was revoked, or null; a revoked key is never brought back
/// @param enabled whether it may be used for now
/// @param replaces the key in whose place it was issued, or null
/// @param revision 1 at first, one more with every change
/// @param updated when it was changed last
public record KeyRecord(
        UUID id,
        Tenant tenant,
        String name,
        KeyDigest digest,
        String lastFour,
        ModelPatterns models,
        @Nullable Set<String> endpoints,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked,
        boolean enabled,
        @Nullable UUID replaces,
        long revision,
        Instant updated) {

    /// Keeps its own copy of the endpoints.
    public KeyRecord {
        endpoints = endpoints == null ? null : Set.copyOf(endpoints);
    }

    /// A key for all endpoints as it is added, in its first revision.
    public KeyRecord(
            UUID id,
            Tenant tenant,
            String name,
            KeyDigest digest,
            String lastFour,
            ModelPatterns models,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked) {
        this(
                id, tenant, name, digest, lastFour, models, null, created, expires, revoked, true,
                null, 1, created);
    }

    /// Whether it may be used.
    ///
    /// @param now the time
    public boolean usable(Instant now) {
        return enabled && revoked == null && (expires == null || now.isBefore(expires));
    }
}
