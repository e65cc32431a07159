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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the master key: the environment, else the file, else, with an embedded database in which
/// nothing was ever encrypted, a new one.
final class MasterKeySource {

    static final String FILE = "master.key";

    private final StoreSettings settings;
    private final Path file;
    private final Path next;

    /// The keys and, when the first is new, the file it was written to.
    record Found(KeyRing keys, @Nullable Path written) {}

    MasterKeySource(StoreSettings settings) {
        this.settings = settings;
        this.file = settings.dataDirectory().resolve(FILE);
        this.next = settings.dataDirectory().resolve(FILE + ".next");
    }

    /// The keys. Of the file and its replacement, that one seals which sealed the check.
    ///
    /// @param check what one of the keys must have sealed; empty when nothing was ever encrypted here,
    ///     which is the only time that a key is made
    Found find(byte[] check) {
        Secret given = settings.masterKey();
        if (given != null) {
            return found(
                    List.of(MasterKey.of(given, "PENSTOCK_MASTER_KEY", settings.random())), null);
        }
        try {
            List<MasterKey> written = new ArrayList<>();
            if (Files.exists(file)) {
                written.add(read(file));
            }
            if (Files.exists(next)) {
                MasterKey replacement = read(next);
                written.add(replacement.sealed(check) ? 0 : written.size(), replacement);
            }
            if (!written.isEmpty()) {
                return found(written, null);
            }
            if (check.length == 0 && settings.database() == null) {
                return write();
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        throw missing();
    }

    private Found found(List<MasterKey> own, @Nullable Path written) {
        List<MasterKey> others = new ArrayList<>(own.subList(1, own.size()));
        settings.previousMasterKeys()
                .forEach(text ->
                        others.add(
                                MasterKey.of(
                                        text, "PENSTOCK_PREVIOUS_MASTER_KEYS", settings.random())));
        return new Found(new KeyRing(own.getFirst(), others), written);
    }

    /// Whether a key can be made here: the one in force is in the file of an embedded database.
    boolean mayMake() {
        return settings.masterKey() == null && settings.database() == null;
    }

    /// Whether a replacement of the key in the file was begun and not ended.
    boolean replacing() {
        return settings.masterKey() == null && Files.exists(next);
    }

    /// The key that is in force while a replacement of the one in the file is not ended.
    ///
    /// @param check what it has sealed
    MasterKey inForce(byte[] check) {
        return find(check).keys().sealing();
    }

    /// Refuses when there is no key at all.
    void mustExist() {
        if (!present()) {
            throw missing();
        }
    }

    /// Whether there is a key at all.
    boolean present() {
        return settings.masterKey() != null || Files.exists(file) || Files.exists(next);
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
        return found(List.of(new MasterKey(bytes, settings.random())), file);
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
