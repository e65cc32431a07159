// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.state.User.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The personal tokens for the admin API.
public interface PersonalTokens {

    /// A token to be.
    ///
    /// @param name its label
    /// @param digest see [PersonalToken#digest]
    /// @param expires see [PersonalToken#expires]
    /// @param cap see [PersonalToken#cap]
    /// @param scopes see [PersonalToken#scopes]
    record NewToken(
            String name,
            String digest,
            Instant expires,
            @Nullable Role cap,
            Set<PersonalToken.Scope> scopes) {}

    /// Adds a token for the actor's person, with an audit row.
    PersonalToken add(Actor actor, NewToken token);

    /// Adds a token with all rights of the actor's person, with an audit row.
    default PersonalToken add(Actor actor, String name, String digest, Instant expires) {
        return add(actor, new NewToken(name, digest, expires, null, PersonalToken.ALL_SCOPES));
    }

    /// The token with a digest, unless it has expired or was revoked.
    Optional<PersonalToken> find(String digest);

    /// The tokens of a person, oldest first, dead ones included.
    List<PersonalToken> list(UUID user);

    /// Revokes a token of the actor's person, with an audit row.
    ///
    /// @throws StateException NOT_FOUND
    void revoke(Actor actor, UUID id);
}
