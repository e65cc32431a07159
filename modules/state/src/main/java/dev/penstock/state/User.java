// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.UUID;

/// A person who may administer.
///
/// @param id never changes
/// @param organisation the tenant
/// @param email lower-case; unique among all tenants
/// @param passwordHash a PHC string
/// @param role what the person may do
/// @param created when
public record User(
        UUID id, UUID organisation, String email, String passwordHash, Role role, Instant created) {

    /// Roles, each with the rights of those after it.
    public enum Role {
        /// Everything, the organisation itself included.
        OWNER,
        /// Everything within the organisation.
        ADMIN,
        /// The own team's keys and usage.
        MEMBER,
        /// Looking.
        VIEWER
    }

    /// Never shows the hash.
    @Override
    public String toString() {
        return "User[" + id + ", " + email + ", " + role + "]";
    }
}
