// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A token (`pst-adm-...`) by which a person's commands and scripts use the admin API.
///
/// @param id never changes
/// @param user whose rights it has
/// @param name its label
/// @param digest hexadecimal SHA-256 of the token
/// @param created when
/// @param expires the first instant at which it is dead
/// @param revoked when it was revoked, or null
public record PersonalToken(
        UUID id,
        UUID user,
        String name,
        String digest,
        Instant created,
        Instant expires,
        @Nullable Instant revoked) {}
