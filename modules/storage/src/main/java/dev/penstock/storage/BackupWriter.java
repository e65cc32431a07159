// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import dev.penstock.state.StateException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Makes the archive of a backup, in a folder of its own under the data folder.
///
/// The journal is copied first and the database afterwards. A row wanders from the journal into the
/// database, and its journal file is removed: copied in this order it is in one of both at least, in the
/// other order it could slip through. That it may be in both is harmless, because replaying the journal
/// passes over what the database has.
final class BackupWriter {

    private static final long SPARE_ROOM = 32L << 20;

    private final DataFolder folder;
    private final DatabaseCopy copy;
    private final List<BackupManifest.Entry> entries = new ArrayList<>();

    /// Copies the database as of one moment into a zip file with one entry.
    interface DatabaseCopy {
        void writeTo(Path file) throws SQLException;
    }

    BackupWriter(DataFolder folder, DatabaseCopy copy) {
        this.folder = folder;
        this.copy = copy;
    }

    /// Makes a backup.
    ///
    /// @param head its manifest without entries
    Backup write(BackupManifest head) {
        boolean done = false;
        try {
            requireRoom();
            Path work = DataFolder.fresh(folder.backup());
            Path archive = work.resolve("archive.zip");
            BackupManifest manifest = write(archive, work.resolve("database.zip"), head);
            done = true;
            return new FinishedBackup(manifest, work, archive, Files.size(archive));
        } catch (IOException e) {
            throw new StateException(
                    StateException.Kind.CONFLICT,
                    "the backup could not be written into the data folder; check its space and rights",
                    e);
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE, "the database could not be copied", e);
        } finally {
            if (!done) {
                discard(folder.backup());
            }
        }
    }

    static void discard(Path work) {
        try {
            DataFolder.remove(work);
        } catch (IOException e) {
            Log.warning("what a backup left could not be removed; the next start does it", e);
        }
    }

    private BackupManifest write(Path archive, Path database, BackupManifest head)
            throws IOException, SQLException {
        try (ZipOutputStream zip =
                new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)))) {
            JournalFolder journal = JournalFolder.in(folder.path());
            for (long number : journal.numbers()) {
                add(zip, journal.file(number));
            }
            copy.writeTo(database);
            try (ZipFile copied = new ZipFile(database.toFile())) {
                ZipEntry only = copied.entries().nextElement();
                try (InputStream from = copied.getInputStream(only)) {
                    add(zip, H2Dialect.FILE, from, Long.MAX_VALUE);
                }
            }
            Files.delete(database);
            BackupManifest manifest =
                    new BackupManifest(
                            head.format(),
                            head.version(),
                            head.schema(),
                            head.created(),
                            head.replica(),
                            head.masterKey(),
                            entries);
            zip.putNextEntry(new ZipEntry(BackupFormat.MANIFEST));
            zip.write(BackupFormat.write(manifest));
            zip.closeEntry();
            return manifest;
        }
    }

    // It may grow meanwhile, or be removed because the database has all of it: then the copy of the
    // database, which is made later, has it too.
    private void add(ZipOutputStream zip, Path journalFile) throws IOException {
        try (InputStream from = Files.newInputStream(journalFile)) {
            add(zip, "journal/" + journalFile.getFileName(), from, Files.size(journalFile));
        } catch (NoSuchFileException _) {
            Log.info("a journal file came into the database while it was to be copied");
        }
    }

    private void add(ZipOutputStream zip, String name, InputStream from, long most)
            throws IOException {
        MessageDigest digest = BackupFormat.digest();
        zip.putNextEntry(new ZipEntry(name));
        OutputStream to = new DigestOutputStream(zip, digest);
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        for (int count = read(from, buffer, most);
                count > 0;
                count = read(from, buffer, most - copied)) {
            to.write(buffer, 0, count);
            copied += count;
        }
        zip.closeEntry();
        entries.add(
                new BackupManifest.Entry(name, copied, HexFormat.of().formatHex(digest.digest())));
    }

    private static int read(InputStream from, byte[] buffer, long most) throws IOException {
        return from.read(buffer, 0, (int) Math.min(buffer.length, most));
    }

    // The copy and the archive are both there for a while, each compressed. A disk that fills up
    // would
    // stop the ledger.
    private void requireRoom() throws IOException {
        long needed = 2 * Files.size(folder.database()) + SPARE_ROOM;
        long there = Files.getFileStore(folder.path()).getUsableSpace();
        if (there < needed) {
            throw new StateException(
                    StateException.Kind.CONFLICT,
                    "a backup needs up to "
                            + (needed >> 20)
                            + " MiB free in the data folder but there are "
                            + (there >> 20)
                            + "; make room");
        }
    }

    /// The archive on the disk.
    private record FinishedBackup(BackupManifest manifest, Path work, Path archive, long bytes)
            implements Backup {

        @Override
        public void writeTo(OutputStream to) throws IOException {
            byte[] buffer = new byte[1 << 16];
            try (InputStream from = Files.newInputStream(archive)) {
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    if (!Files.exists(archive)) {
                        throw new IOException("the backup took too long and was given up");
                    }
                    to.write(buffer, 0, count);
                }
            }
        }

        @Override
        public void close() {
            discard(work);
        }
    }
}
