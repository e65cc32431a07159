// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Store;
import dev.penstock.state.StoreFactory;
import dev.penstock.state.StoreSettings;

/// Opens the embedded database with its journal. Found by `ServiceLoader`.
public final class DatabaseStoreFactory implements StoreFactory {

    /// For `ServiceLoader`.
    public DatabaseStoreFactory() {}

    @Override
    public Store open(StoreSettings settings) {
        return StoreOpening.open(settings, JournalFile::make);
    }

    @Override
    public int migrate(StoreSettings settings) {
        Dialect dialect = new H2Dialect(settings.dataDirectory());
        try (DirectoryLock _ = DirectoryLock.take(settings.dataDirectory())) {
            return SchemaMigration.apply(dialect, dialect.dataSource());
        }
    }
}
