// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.UUID;

/// A person's session in the console or admin API.
///
/// @param digest hexadecimal SHA-256 of the token in the cookie; the token itself is not stored
/// @param user who
/// @param csrf the token that state-changing calls must repeat
/// @param created when
/// @param expires the first instant at which it is dead, whatever happens
public record Session(String digest, UUID user, String csrf, Instant created, Instant expires) {

    /// Never shows the tokens.
    @Override
    public String toString() {
        return "Session[" + user + ", until " + expires + "]";
    }
}
