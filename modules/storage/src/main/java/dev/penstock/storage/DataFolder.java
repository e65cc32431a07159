// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The data folder as a place of files: who may look into it, and what half-done work leaves in it.
///
/// Everything happens within the folder, which may be a mount that cannot be renamed.
///
/// @param path the folder
record DataFolder(Path path) {

    static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final String JOURNAL = "journal";

    /// Makes the folder when it is missing, for its owner alone where the file system has such rights.
    void make() throws IOException {
        Path absolute = path.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            return;
        }
        Path parent = absolute.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        makePrivate(absolute);
    }

    /// Where a backup is made.
    Path backup() {
        return path.resolve("backup.tmp");
    }

    /// Where a backup is unpacked.
    Path restoring() {
        return path.resolve("restore.tmp");
    }

    // From the moment it has this name, its contents are what the folder should hold.
    private Path restored() {
        return path.resolve("restore.ready");
    }

    Path database() {
        return path.resolve(H2Dialect.FILE);
    }

    /// Whether a store was here.
    boolean used() throws IOException {
        return Files.exists(database())
                || (Files.isDirectory(path.resolve(JOURNAL))
                        && !new JournalFolder(path.resolve(JOURNAL)).numbers().isEmpty());
    }

    /// Makes an empty folder for work, in the place of what an earlier one left.
    static Path fresh(Path folder) throws IOException {
        remove(folder);
        return makePrivate(folder);
    }

    /// Puts in force what was unpacked.
    ///
    /// @return where what was there before is kept, or null when there was nothing
    @Nullable Path acceptRestored() throws IOException {
        Files.createDirectories(restoring().resolve(JOURNAL));
        Files.move(restoring(), restored(), StandardCopyOption.ATOMIC_MOVE);
        return finishRestoring();
    }

    /// Removes what a sudden death left of a backup or of an unpacking, and ends a restoring that was
    /// decided. To be called while the folder is held.
    void recover() throws IOException {
        remove(backup());
        remove(restoring());
        var _ = finishRestoring();
    }

    // The journal goes before the database: as long as the database waits, whatever stands under
    // its
    // name is the old one, and the same holds for the journal.
    private @Nullable Path finishRestoring() throws IOException {
        Path ready = restored();
        if (!Files.exists(ready)) {
            return null;
        }
        Path newDatabase = ready.resolve(H2Dialect.FILE);
        Path newJournal = ready.resolve(JOURNAL);
        Path journal = path.resolve(JOURNAL);
        Instant decided = Files.getLastModifiedTime(ready).toInstant();
        Path aside = path.resolve("before-restore-" + STAMP.format(decided));
        boolean kept = false;
        if (Files.exists(newDatabase)) {
            kept = keep(database(), aside);
        }
        if (Files.exists(newJournal)) {
            kept |= keep(journal, aside);
            Files.move(newJournal, journal, StandardCopyOption.ATOMIC_MOVE);
        }
        if (Files.exists(newDatabase)) {
            Files.move(newDatabase, database(), StandardCopyOption.ATOMIC_MOVE);
        }
        remove(ready);
        return kept ? aside : null;
    }

    private static boolean keep(Path old, Path aside) throws IOException {
        if (!Files.exists(old)) {
            return false;
        }
        if (!Files.isDirectory(aside)) {
            makePrivate(aside);
        }
        Files.move(old, aside.resolve(old.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static Path makePrivate(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        boolean posix =
                parent != null && Files.getFileStore(parent).supportsFileAttributeView("posix");
        return posix
                ? Files.createDirectory(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectory(folder);
    }

    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
