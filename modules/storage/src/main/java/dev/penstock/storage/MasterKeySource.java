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

    /// A key and, when it is new, the file it was written to.
    record Found(MasterKey key, @Nullable Path written) {}

    MasterKeySource(StoreSettings settings) {
        this.settings = settings;
        this.file = settings.dataDirectory().resolve(FILE);
    }

    /// The key.
    ///
    /// @param mayMake whether nothing was ever encrypted here
    Found find(boolean mayMake) {
        Secret given = settings.masterKey();
        if (given != null) {
            return new Found(MasterKey.of(given, "PENSTOCK_MASTER_KEY", settings.random()), null);
        }
        try {
            if (Files.exists(file)) {
                return new Found(read(), null);
            }
            if (mayMake && settings.database() == null) {
                return write();
            }
        } catch (IOException e) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the master key file " + file + " cannot be read or written; check its rights",
                    e);
        }
        if (settings.database() != null) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "PostgreSQL needs a master key that every replica is given: set"
                            + " PENSTOCK_MASTER_KEY, or put it into the file "
                            + file
                            + "; the first one is made by: openssl rand -base64 32");
        }
        throw new StateException(
                StateException.Kind.UNUSABLE,
                "the data directory has a database but no master key: put back the file "
                        + file
                        + ", or set PENSTOCK_MASTER_KEY to what it contained");
    }

    private MasterKey read() throws IOException {
        warnOfReaders();
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        if (text.isBlank()) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the master key file " + file + " is empty; put back what it contained");
        }
        return MasterKey.of(Secret.of(text), file.toString(), settings.random());
    }

    // Written under another name, forced and renamed, so that a crash leaves no half of a key.
    private Found write() throws IOException {
        byte[] bytes = new byte[MasterKey.LENGTH];
        settings.random().nextBytes(bytes);
        byte[] text =
                (Base64.getEncoder().encodeToString(bytes) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        Path draft = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft);
        if (posix(draft)) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(draft, text);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return new Found(new MasterKey(bytes, settings.random()), file);
    }

    private void warnOfReaders() throws IOException {
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
