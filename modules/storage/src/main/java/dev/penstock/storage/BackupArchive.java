// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.BackupManifest;
import dev.penstock.state.StateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A backup to be read. Nothing in it is believed: every name must be one of ours, and no file may be
/// longer or other than the manifest says.
final class BackupArchive implements AutoCloseable {

    private static final int MOST_ENTRIES = 100_000;

    private final Path file;
    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupArchive(Path file, ZipFile zip, BackupManifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    static BackupArchive open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw refusal("there is no file " + file, null);
        }
        ZipFile zip = null;
        boolean done = false;
        try {
            zip = new ZipFile(file.toFile());
            BackupManifest manifest = manifest(zip);
            if (manifest.format() != BackupManifest.FORMAT) {
                throw refusal(
                        "the backup "
                                + file
                                + " has format "
                                + manifest.format()
                                + ", made by version "
                                + manifest.version()
                                + "; this version reads format "
                                + BackupManifest.FORMAT,
                        null);
            }
            sameNames(zip, manifest);
            done = true;
            return new BackupArchive(file, zip, manifest);
        } catch (IOException e) {
            throw damaged(file, e);
        } finally {
            if (!done && zip != null) {
                closeQuietly(zip);
            }
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    /// How many bytes its files have together.
    long bytes() {
        return manifest.entries().stream().mapToLong(BackupManifest.Entry::bytes).sum();
    }

    /// Compares every file with its checksum.
    void verify() {
        copyAll(_ -> OutputStream.nullOutputStream());
    }

    /// Unpacks into an empty folder, comparing again, and returns when all would survive a loss of power.
    void extract(Path folder) {
        copyAll(name -> {
            Path target = folder.resolve(name);
            Files.createDirectories(target.getParent());
            return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
        });
        try {
            for (BackupManifest.Entry entry : manifest.entries()) {
                try (FileChannel channel =
                        FileChannel.open(folder.resolve(entry.name()), StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() {
        closeQuietly(zip);
    }

    /// Where the contents of a file go.
    private interface Target {
        OutputStream open(String name) throws IOException;
    }

    private void copyAll(Target target) {
        for (BackupManifest.Entry entry : manifest.entries()) {
            try (OutputStream to = target.open(entry.name())) {
                copy(entry, to);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    private void copy(BackupManifest.Entry entry, OutputStream to) throws IOException {
        MessageDigest digest = BackupFormat.digest();
        byte[] buffer = new byte[1 << 16];
        long left = entry.bytes();
        try (InputStream from =
                new DigestInputStream(zip.getInputStream(zip.getEntry(entry.name())), digest)) {
            for (int count = read(from, buffer); count >= 0; count = read(from, buffer)) {
                left -= count;
                if (left < 0) {
                    throw damaged(file, new IOException(entry.name() + " is longer than it says"));
                }
                to.write(buffer, 0, count);
            }
        }
        if (left != 0 || !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw damaged(file, new IOException(entry.name() + " is not what the manifest says"));
        }
    }

    // A failure to read is the archive's, a failure to write is the disk's.
    private int read(InputStream from, byte[] buffer) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static BackupManifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupFormat.MANIFEST);
        if (entry == null) {
            throw new IOException("it has no " + BackupFormat.MANIFEST);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(BackupFormat.LONGEST_MANIFEST + 1);
            if (bytes.length > BackupFormat.LONGEST_MANIFEST) {
                throw new IOException("its manifest is too long");
            }
            return BackupFormat.read(bytes);
        }
    }

    private static void sameNames(ZipFile zip, BackupManifest manifest) throws IOException {
        if (zip.size() > MOST_ENTRIES || zip.size() != manifest.entries().size() + 1) {
            throw new IOException("it has other files than its manifest");
        }
        Set<String> names = new HashSet<>();
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            names.add(entries.nextElement().getName());
        }
        boolean same =
                names.remove(BackupFormat.MANIFEST)
                        && names.size() == manifest.entries().size()
                        && manifest.entries().stream().allMatch(e -> names.contains(e.name()))
                        && names.contains(H2Dialect.FILE);
        if (!same) {
            throw new IOException("it has other files than its manifest");
        }
    }

    private static StateException damaged(Path file, IOException cause) {
        return refusal(
                file
                        + " is no backup, or is damaged or cut off ("
                        + cause.getMessage()
                        + "); nothing was changed, take another one",
                cause);
    }

    private static StateException unwritable(IOException cause) {
        return refusal(
                "the backup could not be unpacked into the data folder, nothing was changed; check its"
                        + " rights and space",
                cause);
    }

    private static StateException refusal(String message, @Nullable IOException cause) {
        return cause == null
                ? new StateException(StateException.Kind.UNUSABLE, message)
                : new StateException(StateException.Kind.UNUSABLE, message, cause);
    }

    private static void closeQuietly(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            Log.warning("a backup could not be closed", e);
        }
    }
}
