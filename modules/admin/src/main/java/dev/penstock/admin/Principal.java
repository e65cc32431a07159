// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Actor;
import dev.penstock.state.Session;
import dev.penstock.state.User;
import org.jspecify.annotations.Nullable;

/// Who calls the API.
///
/// @param user the person
/// @param session the session that the call came with, or null when it came with a personal token
record Principal(User user, @Nullable Session session) {

    /// The same for the audit.
    Actor actor() {
        return new Actor(user.organisation(), user.id(), user.email());
    }
}
