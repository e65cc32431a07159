// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.state.User.Role;
import java.time.Instant;
import java.util.Set;
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
/// @param cap the highest role it acts in, whatever the person's, or null for the person's own
/// @param scopes what it may do within the role; not empty
public record PersonalToken(
        UUID id,
        UUID user,
        String name,
        String digest,
        Instant created,
        Instant expires,
        @Nullable Instant revoked,
        @Nullable Role cap,
        Set<Scope> scopes) {

    /// What a token may do.
    public enum Scope {
        /// Look at things.
        READ,
        /// Change things.
        WRITE
    }

    /// Both scopes.
    public static final Set<Scope> ALL_SCOPES = Set.of(Scope.READ, Scope.WRITE);

    /// Checks that it may do something.
    public PersonalToken {
        scopes = Set.copyOf(scopes);
        Checks.notEmpty(scopes, "scopes");
    }

    /// A token with all rights of its person.
    public PersonalToken(
            UUID id,
            UUID user,
            String name,
            String digest,
            Instant created,
            Instant expires,
            @Nullable Instant revoked) {
        this(id, user, name, digest, created, expires, revoked, null, ALL_SCOPES);
    }

    /// The role it acts in.
    ///
    /// @param own the person's role
    public Role actsAs(Role own) {
        return cap == null || own.compareTo(cap) > 0 ? own : cap;
    }
}
