// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/// Where the stores of a test keep their rows.
interface Place {

    /// Settings of the store that belongs to a directory.
    StoreSettings settings(Path directory, Secret masterKey, InstantSource clock);

    /// What a sudden death of the store of one directory would leave, under another.
    Path image(Path directory, Path copy);

    /// A connection of its own to the database of a directory.
    Connection connect(Path directory) throws SQLException;

    /// Removes what the stores of a test left, where the directory does not hold it.
    default void clear() {}

    /// The embedded database.
    Place H2 =
            new Place() {
                @Override
                public StoreSettings settings(
                        Path directory, Secret masterKey, InstantSource clock) {
                    return Stores.settings(directory, masterKey, clock);
                }

                @Override
                public Path image(Path directory, Path copy) {
                    return Stores.crashImage(directory, copy);
                }

                @Override
                public Connection connect(Path directory) throws SQLException {
                    return new H2Dialect(directory).dataSource().getConnection();
                }
            };
}
