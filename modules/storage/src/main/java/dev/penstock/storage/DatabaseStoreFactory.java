// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreFactory;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Opens the embedded database or PostgreSQL, each with the journal. Found by `ServiceLoader`.
public final class DatabaseStoreFactory implements StoreFactory {

    /// For `ServiceLoader`.
    public DatabaseStoreFactory() {}

    @Override
    public Store open(StoreSettings settings) {
        return StoreOpening.open(settings, JournalOptions.standard());
    }

    @Override
    public int migrate(StoreSettings settings) {
        Dialect dialect = Dialect.of(settings);
        DataSource source = dialect.patientSource();
        try (DirectoryLock _ = DirectoryLock.take(settings.dataDirectory());
                Connection connection = SchemaMigration.connect(dialect, source)) {
            dialect.holdPreparation(connection);
            return SchemaMigration.apply(dialect, source, connection);
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the database was brought up to date but could not be closed",
                    e);
        }
    }

    @Override
    public int rekey(StoreSettings settings, @Nullable Secret next) {
        return new Rekeying(settings, Rekeying.Step.NONE).run(next);
    }

    @Override
    public Backup backup(StoreSettings settings) {
        return HeldBackup.ofStopped(settings);
    }

    @Override
    public BackupManifest inspect(Path archive) {
        try (BackupArchive backup = BackupArchive.open(archive)) {
            backup.verify();
            return backup.manifest();
        }
    }

    @Override
    public Restored restore(StoreSettings settings, Path archive, boolean replace) {
        return new Restoring(settings).run(archive, replace);
    }

    @Override
    public void check(StoreSettings settings) {
        StoreCheck.run(settings);
    }
}
