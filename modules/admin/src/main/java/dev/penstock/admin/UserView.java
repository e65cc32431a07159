// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.User;
import java.util.UUID;

/// A person as the API shows one.
///
/// @param id never changes
/// @param organisation the tenant
/// @param email of the person
/// @param role in which the person acts: `owner`, `admin`, `member` or `viewer`
record UserView(UUID id, UUID organisation, String email, String role) {

    static UserView of(User user) {
        return of(user, user.role());
    }

    /// @param role in which the person acts
    static UserView of(User user, User.Role role) {
        return new UserView(user.id(), user.organisation(), user.email(), Access.name(role));
    }
}
