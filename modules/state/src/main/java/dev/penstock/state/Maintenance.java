// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

/// Care of a store while it works. Calls go on meanwhile.
public interface Maintenance {

    /// Makes a copy of the embedded database and its journal, one at a time: the next is refused until
    /// the one before is closed. Takes as long as the database is large, ten minutes at most.
    ///
    /// @param actor for the audit
    /// @throws StateException CONFLICT, with what to do, when one is being made or held, when the disk
    ///     has no room for it, or with PostgreSQL, whose own tools do that; UNAVAILABLE when the
    ///     database fails
    Backup backup(Actor actor);

    /// What an encryption anew came to.
    ///
    /// @param sealed how many secrets were encrypted anew by this call
    /// @param remaining how many are still encrypted with another key: added meanwhile by a replica that
    ///     prefers another, or with a key that is not given here
    /// @param masterKey the id of the key in force, which is no secret
    /// @param made whether the key in force was made by this call
    record Rekeyed(int sealed, int remaining, String masterKey, boolean made) {}

    /// Encrypts every stored secret with the master key in force. Where the key is in the file
    /// `master.key` of an embedded database, a new one is made first and put there. Several replicas may
    /// do it at once, and it may be done again at any time. Takes up to half a minute; what is not done
    /// by then is remaining.
    ///
    /// @param actor for the audit
    /// @throws StateException CONFLICT when this process is doing it already; UNAVAILABLE when the
    ///     database fails, after which everything is readable and it can be done again
    Rekeyed rekey(Actor actor);

    /// Changes how long what happened is kept, from now on.
    void retain(Retention retention);
}
