// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Looks whether a store could be opened, without changing anything in it.
final class StoreCheck {

    private StoreCheck() {}

    /// Does the steps of an opening as far as they only read.
    ///
    /// @return false when another process has the data directory; then an embedded database was not read
    static boolean run(StoreSettings settings) {
        Dialect dialect = Dialect.of(settings);
        Path existing = existing(settings.dataDirectory());
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the data directory "
                            + settings.dataDirectory()
                            + " cannot be written, because "
                            + existing
                            + " is no directory with that right; change it or choose another");
        }
        try (DirectoryLock lock = DirectoryLock.takeIfFree(settings.dataDirectory())) {
            boolean alone = lock != null || !DirectoryLock.known(settings.dataDirectory());
            if (dialect.exists() && (alone || dialect.shared())) {
                look(dialect, settings);
            }
            return alone;
        }
    }

    private static void look(Dialect dialect, StoreSettings settings) {
        if (dialect.shared()) {
            new MasterKeySource(settings).mustExist();
        }
        try (Connection connection = SchemaMigration.connect(dialect, dialect.readingSource())) {
            if (SchemaMigration.knownSchema(dialect, connection) > 0) {
                Transaction reading = new Transaction(connection, Statements.load(dialect));
                Foundation.check(reading, settings);
            }
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE, "the database could not be read", e);
        }
    }

    private static @Nullable Path existing(Path directory) {
        Path at = directory.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }
}
