// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.Optional;

/// The running sessions. They survive a restart and work on every replica.
public interface Sessions {

    /// Remembers a session.
    void add(Session session);

    /// The session with a digest, unless it has expired.
    Optional<Session> find(String digest);

    /// Ends a session; one that does not exist is no mistake.
    void remove(String digest);
}
