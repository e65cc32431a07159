// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the master key: the environment, else the file, else, with an embedded database in which
/// nothing was ever encrypted, a new one.
final class MasterKeySource {

    static final String FILE = "master.key";

    private final StoreSettings settings;
    private final Path file;
    private final Path next;

    /// A key and, when it is new, the file it was written to.
    record Found(MasterKey key, @Nullable Path written) {}

    MasterKeySource(StoreSettings settings) {
        this.settings = settings;
        this.file = settings.dataDirectory().resolve(FILE);
        this.next = settings.dataDirectory().resolve(FILE + ".next");
    }

    /// The key.
    ///
    /// @param check what the key must have sealed; empty when nothing was ever encrypted here, which is
    ///     the only time that a key is made
    Found find(byte[] check) {
        Secret given = settings.masterKey();
        if (given != null) {
            return new Found(MasterKey.of(given, "PENSTOCK_MASTER_KEY", settings.random()), null);
        }
        try {
            if (Files.exists(next)) {
                MasterKey replacement = read(next);
                if (replacement.sealed(check)) {
                    return new Found(replacement, null);
                }
            }
            if (Files.exists(file)) {
                return new Found(read(file), null);
            }
            if (check.length == 0 && settings.database() == null) {
                return write();
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        throw missing();
    }

    /// Refuses when there is no key at all.
    void mustExist() {
        if (settings.masterKey() == null && !Files.exists(file) && !Files.exists(next)) {
            throw missing();
        }
    }

    /// Puts a key beside the one of the file, to take its place once everything is sealed with it.
    void prepareReplacement(Secret text) {
        try {
            writeSafely(next, text.reveal().strip());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Ends a replacement, which a sudden death may have left half done: the key that is in force is the
    /// one of the file.
    ///
    /// @param inForce what everything is sealed with
    void finishReplacement(MasterKey inForce) {
        try {
            if (settings.masterKey() != null || !Files.exists(next)) {
                return;
            }
            if (read(next).same(inForce)) {
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(next);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private StateException unreadable(IOException cause) {
        return new StateException(
                StateException.Kind.UNUSABLE,
                "the master key file " + file + " cannot be read or written; check its rights",
                cause);
    }

    private StateException missing() {
        if (settings.database() != null) {
            return new StateException(
                    StateException.Kind.UNUSABLE,
                    "PostgreSQL needs a master key that every replica is given: set"
                            + " PENSTOCK_MASTER_KEY, or put it into the file "
                            + file
                            + "; the first one is made by: openssl rand -base64 32");
        }
        return new StateException(
                StateException.Kind.UNUSABLE,
                "the data directory has a database but no master key: put back the file "
                        + file
                        + ", or set PENSTOCK_MASTER_KEY to what it contained");
    }

    private MasterKey read(Path from) throws IOException {
        warnOfReaders(from);
        String text = Files.readString(from, StandardCharsets.US_ASCII);
        if (text.isBlank()) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the master key file " + from + " is empty; put back what it contained");
        }
        return MasterKey.of(Secret.of(text), from.toString(), settings.random());
    }

    // Written under another name, forced and renamed, so that a crash leaves no half of a key.
    private Found write() throws IOException {
        byte[] bytes = new byte[MasterKey.LENGTH];
        settings.random().nextBytes(bytes);
        writeSafely(file, Base64.getEncoder().encodeToString(bytes));
        return new Found(new MasterKey(bytes, settings.random()), file);
    }

    private static void writeSafely(Path target, String text) throws IOException {
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft);
        if (posix(draft)) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(draft, text + "\n", StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void warnOfReaders(Path file) throws IOException {
        if (!posix(file)) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.contains(PosixFilePermission.GROUP_READ)
                || rights.contains(PosixFilePermission.OTHERS_READ)) {
            Log.warning("others can read the master key file " + file + "; run: chmod 600 " + file);
        }
    }

    private static boolean posix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
