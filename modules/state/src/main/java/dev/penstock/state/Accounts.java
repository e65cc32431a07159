// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.Optional;
import java.util.UUID;

/// People and the places they belong to.
public interface Accounts {

    /// What the first person decides.
    ///
    /// @param organisation name of the organisation
    /// @param team name of its first team
    /// @param project name of the team's first project
    /// @param email of the owner
    /// @param passwordHash a PHC string
    record Claim(
            String organisation, String team, String project, String email, String passwordHash) {}

    /// The organisation, team and project that the first start made and that the owner claims.
    Tenant firstTenant();

    /// Whether an owner exists.
    boolean claimed();

    /// Names the first tenant and makes its owner, once and for ever, with an audit row.
    ///
    /// @throws StateException CONFLICT when it has happened before
    User claim(Claim claim);

    /// The person with an e-mail address, in any case.
    Optional<User> byEmail(String email);

    /// The person with an id.
    Optional<User> byId(UUID id);
}
