// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.ModelPatterns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An issued key, without the key.
///
/// @param id never changes
/// @param tenant where it belongs
/// @param name its label
/// @param digest what it is looked up by
/// @param lastFour the last characters of the key, for people
/// @param models what it may use
/// @param created when
/// @param expires the first instant at which it is dead, or null
/// @param revoked when it was revoked, or null
public record KeyRecord(
        UUID id,
        Tenant tenant,
        String name,
        KeyDigest digest,
        String lastFour,
        ModelPatterns models,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked) {

    /// Whether it may be used.
    ///
    /// @param now the time
    public boolean usable(Instant now) {
        return revoked == null && (expires == null || now.isBefore(expires));
    }
}
