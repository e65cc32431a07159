// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The running sessions. They survive a restart and work on every replica.
public interface Sessions {

    /// Remembers a session.
    void add(Session session);

    /// The session with a digest, unless it has expired.
    Optional<Session> find(String digest);

    /// Ends a session; one that does not exist is no mistake.
    void remove(String digest);

    /// The sessions of a person that have not expired, oldest first.
    List<Session> list(UUID user);

    /// Ends all sessions of a person but one.
    ///
    /// @param kept the digest of the one that goes on
    /// @return how many were ended
    int removeOthers(UUID user, String kept);
}
