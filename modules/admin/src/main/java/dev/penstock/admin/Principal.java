// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Actor;
import dev.penstock.state.PersonalToken;
import dev.penstock.state.Session;
import dev.penstock.state.User;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who calls the API. Of session and token one is there.
///
/// @param user the person
/// @param session the session that the call came with, or null
/// @param token the personal token that the call came with, or null
record Principal(User user, @Nullable Session session, @Nullable PersonalToken token) {

    /// The role in which the person acts here, which a token may cap.
    User.Role role() {
        return token == null ? user.role() : token.actsAs(user.role());
    }

    /// What may be done within the role.
    Set<PersonalToken.Scope> scopes() {
        return token == null ? PersonalToken.ALL_SCOPES : token.scopes();
    }

    /// The same for the audit.
    Actor actor() {
        return new Actor(user.organisation(), user.id(), user.email());
    }
}
