// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The personal tokens for the admin API.
public interface PersonalTokens {

    /// Adds a token for the actor's person, with an audit row.
    PersonalToken add(Actor actor, String name, String digest, Instant expires);

    /// The token with a digest, unless it has expired or was revoked.
    Optional<PersonalToken> find(String digest);

    /// The tokens of a person, oldest first, dead ones included.
    List<PersonalToken> list(UUID user);

    /// Revokes a token of the actor's person, with an audit row.
    ///
    /// @throws StateException NOT_FOUND
    void revoke(Actor actor, UUID id);
}
