// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleDescriptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A backup with what must be given back when it is closed.
final class HeldBackup implements Backup {

    private final Backup made;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldBackup(Backup made, Runnable release) {
        this.made = made;
        this.release = release;
    }

    /// A backup of a store that is not open.
    static Backup ofStopped(StoreSettings settings) {
        Dialect dialect = Dialect.of(settings);
        if (dialect.shared()) {
            throw notOfPostgres(StateException.Kind.UNUSABLE);
        }
        DirectoryLock lock = DirectoryLock.take(settings.dataDirectory());
        boolean done = false;
        try {
            Backup backup = new HeldBackup(write(settings, dialect), lock::close);
            done = true;
            return backup;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    private static Backup write(StoreSettings settings, Dialect dialect) {
        if (!dialect.exists()) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "there is no store in " + settings.dataDirectory() + " to be backed up");
        }
        try (Connection connection = SchemaMigration.connect(dialect, dialect.patientSource())) {
            int schema = SchemaMigration.knownSchema(dialect, connection);
            byte[] check =
                    schema == 0
                            ? new byte[0]
                            : Foundation.sealed(
                                    new Transaction(connection, Statements.load(dialect)),
                                    Foundation.CHECK);
            if (check.length == 0) {
                throw new StateException(
                        StateException.Kind.UNUSABLE,
                        "nothing was ever stored in "
                                + settings.dataDirectory()
                                + "; there is nothing to be backed up");
            }
            return new BackupWriter(
                            new DataFolder(settings.dataDirectory()),
                            file -> {
                                try (Statement statement = connection.createStatement()) {
                                    statement.execute(H2Dialect.backupTo(file));
                                }
                            })
                    .write(head(settings, schema, check));
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE, "the database could not be read", e);
        }
    }

    /// What a manifest says besides its entries.
    ///
    /// @param check what names the master key
    static BackupManifest head(StoreSettings settings, int schema, byte[] check) {
        String version =
                Optional.ofNullable(HeldBackup.class.getModule().getDescriptor())
                        .flatMap(ModuleDescriptor::rawVersion)
                        .orElse("unknown");
        return new BackupManifest(
                BackupManifest.FORMAT,
                version,
                schema,
                settings.clock().instant(),
                settings.replica(),
                MasterKey.idOf(check),
                List.of());
    }

    static StateException notOfPostgres(StateException.Kind kind) {
        return new StateException(
                kind,
                "the data is in PostgreSQL, which is backed up and restored by its own means: pg_dump"
                        + " and pg_restore, or the snapshots of its provider. Keep with it the master"
                        + " key and the data folder of each gateway, whose journal holds calls that"
                        + " are not in the database yet");
    }

    @Override
    public BackupManifest manifest() {
        return made.manifest();
    }

    @Override
    public long bytes() {
        return made.bytes();
    }

    @Override
    public void writeTo(OutputStream to) throws IOException {
        made.writeTo(to);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            made.close();
            release.run();
        }
    }
}
