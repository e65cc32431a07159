// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.Actor;
import dev.penstock.state.StateException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// The frame of every change to the catalogue: one transaction with the change, its audit row and the
/// growth of the version, then the new catalogue is put in force.
///
/// The version grows first; its row lock lets one change after another through, so what a change
/// checks still holds when it commits.
final class Changes {

    private final Database database;
    private final CurrentCatalog catalog;
    private final Audit audit;
    private final InstantSource clock;
    private final TimeOrderedIds ids;

    Changes(
            Database database,
            CurrentCatalog catalog,
            Audit audit,
            InstantSource clock,
            TimeOrderedIds ids) {
        this.database = database;
        this.catalog = catalog;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    <T> T make(Database.Work<T> work) {
        T value =
                database.transaction(transaction -> {
                    transaction.change("catalog.grow", Parameters.none());
                    return work.run(transaction);
                });
        catalog.refresh();
        return value;
    }

    /// As [#make], but nothing remains of it.
    <T> T rehearse(Database.Work<T> work) {
        return database.rehearsal(transaction -> {
            transaction.change("catalog.grow", Parameters.none());
            return work.run(transaction);
        });
    }

    <T> T read(Database.Work<T> work) {
        return database.transaction(work);
    }

    void audit(Transaction transaction, Actor actor, Audit.Change change) throws SQLException {
        audit.write(transaction, actor, change);
    }

    void auditOwn(Transaction transaction, Audit.Change change) throws SQLException {
        audit.writeOwn(transaction, change);
    }

    Instant now() {
        return Parameters.stored(clock.instant());
    }

    UUID newId() {
        return ids.next();
    }

    static StateException notFound(String thing) {
        return new StateException(StateException.Kind.NOT_FOUND, "no such " + thing);
    }

    static StateException conflict(String message) {
        return new StateException(StateException.Kind.CONFLICT, message);
    }
}
