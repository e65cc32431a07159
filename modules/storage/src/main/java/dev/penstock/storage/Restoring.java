// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.BackupManifest;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreFactory.Restored;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// Puts a backup into a data folder. All is unpacked beside what is there, opened and found fit; then
/// one renaming decides, and what is left to be moved is moved by the next start if this one dies.
final class Restoring {

    private static final long SPARE_ROOM = 32L << 20;

    private final StoreSettings settings;
    private final DataFolder folder;

    Restoring(StoreSettings settings) {
        this.settings = settings;
        this.folder = new DataFolder(settings.dataDirectory());
    }

    Restored run(Path archive, boolean replace) {
        Dialect dialect = Dialect.of(settings);
        if (dialect.shared()) {
            throw HeldBackup.notOfPostgres(StateException.Kind.UNUSABLE);
        }
        try (BackupArchive backup = BackupArchive.open(archive)) {
            refuseNewer(backup.manifest(), dialect);
            backup.verify();
            try (DirectoryLock _ = DirectoryLock.take(settings.dataDirectory())) {
                return run(backup, replace);
            }
        } catch (IOException e) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the data folder "
                            + settings.dataDirectory()
                            + " cannot be written; check its rights and space",
                    e);
        }
    }

    private Restored run(BackupArchive backup, boolean replace) throws IOException {
        if (folder.used() && !replace) {
            throw refusal(
                    "the data folder "
                            + settings.dataDirectory()
                            + " has a database; choose another folder, or move what is there aside"
                            + " with --replace");
        }
        requireRoom(backup);
        boolean done = false;
        try {
            Path unpacked = DataFolder.fresh(folder.restoring());
            backup.extract(unpacked);
            check(unpacked);
            Files.deleteIfExists(unpacked.resolve("penstock.trace.db"));
            Path before = folder.acceptRestored();
            done = true;
            return new Restored(backup.manifest(), before);
        } finally {
            if (!done) {
                DataFolder.remove(folder.restoring());
            }
        }
    }

    // Opening it also proves that it can be read, and ends what was under way when it was copied.
    private void check(Path unpacked) {
        Dialect dialect = new H2Dialect(unpacked);
        try (Connection connection = SchemaMigration.connect(dialect, dialect.dataSource())) {
            if (SchemaMigration.knownSchema(dialect, connection) == 0) {
                throw refusal("the backup holds no database of Penstock");
            }
            Transaction reading = new Transaction(connection, Statements.load(dialect));
            byte[] check = Foundation.sealed(reading, Foundation.CHECK);
            MasterKeySource source = new MasterKeySource(settings);
            String needed = MasterKey.idOf(check);
            if (!source.present()) {
                throw refusal(
                        "the backup needs the master key with the id "
                                + needed
                                + "; put it into the file "
                                + settings.dataDirectory().resolve(MasterKeySource.FILE)
                                + ", or set PENSTOCK_MASTER_KEY, and restore again");
            }
            KeyRing keys = source.find(check).keys();
            if (!keys.knows(check)) {
                throw refusal(
                        "the backup needs the master key with the id "
                                + needed
                                + " but the one given has the id "
                                + keys.sealing().id()
                                + "; give the one of the time of the backup, or name it in"
                                + " PENSTOCK_PREVIOUS_MASTER_KEYS");
            }
            Foundation.check(reading, settings);
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNUSABLE, "the database of the backup cannot be read", e);
        }
    }

    private static void refuseNewer(BackupManifest manifest, Dialect dialect) {
        if (manifest.schema() > dialect.newestMigration()) {
            throw refusal(
                    "the backup has schema "
                            + manifest.schema()
                            + ", made by version "
                            + manifest.version()
                            + ", but this version knows schemas up to "
                            + dialect.newestMigration()
                            + "; restore it with that version or a newer one");
        }
    }

    private void requireRoom(BackupArchive backup) throws IOException {
        long there = Files.getFileStore(settings.dataDirectory()).getUsableSpace();
        long needed = backup.bytes() + SPARE_ROOM;
        if (there < needed) {
            throw refusal(
                    "the backup needs "
                            + (needed >> 20)
                            + " MiB in the data folder but there are "
                            + (there >> 20)
                            + "; make room");
        }
    }

    private static StateException refusal(String message) {
        return new StateException(StateException.Kind.UNUSABLE, message);
    }
}
