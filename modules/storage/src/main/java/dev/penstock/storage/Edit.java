// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Actor;
import dev.penstock.state.StateException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One transaction that changes what is configured, for one actor.
///
/// @param transaction that holds the lock of all changes
/// @param actor who, and where
/// @param changes the frame
record Edit(Transaction transaction, Actor actor, Changes changes) {

    UUID organisation() {
        return actor.organisation();
    }

    Instant now() {
        return changes.now();
    }

    UUID newId() {
        return changes.newId();
    }

    /// Parameters that name a thing of the organisation.
    Parameters own(UUID id) {
        return Parameters.of("organisation", actor.organisation()).and("id", id);
    }

    /// Writes what happened.
    void audit(
            String action,
            @Nullable UUID subject,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after)
            throws SQLException {
        changes.audit(transaction, actor, new Audit.Change(action, subject, before, after));
    }

    /// Refuses when somebody else has changed a thing meanwhile.
    ///
    /// @param expected or null
    static void expect(@Nullable Long expected, long actual, String thing) {
        if (expected != null && expected != actual) {
            throw new StateException(
                    StateException.Kind.OUTDATED,
                    "the "
                            + thing
                            + " is in revision "
                            + actual
                            + " but "
                            + expected
                            + " was expected; read it again and repeat the change");
        }
    }

    /// As it is stored.
    static @Nullable Instant stored(@Nullable Instant instant) {
        return instant == null ? null : Parameters.stored(instant);
    }
}
