// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

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
}
