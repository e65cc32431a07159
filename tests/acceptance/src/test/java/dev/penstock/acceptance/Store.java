// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.nio.file.Path;

/// A kind of database that a gateway keeps its data in.
enum Store {
    H2,
    POSTGRESQL;

    /// A new database without anything in it.
    Database create() {
        return switch (this) {
            case H2 -> new Database.Embedded();
            case POSTGRESQL -> PostgresServer.shared().create();
        };
    }

    /// A database of what a dump holds.
    ///
    /// @param data the folder in which an embedded one lies
    Database load(Path dump, Path data) {
        return switch (this) {
            case H2 -> Database.Embedded.of(dump, data);
            case POSTGRESQL -> {
                Database.Postgres database = PostgresServer.shared().create();
                database.load(dump);
                yield database;
            }
        };
    }
}
