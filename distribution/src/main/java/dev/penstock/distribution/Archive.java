// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/// Packs a folder so that the same contents give the same bytes: sorted, without owners, without the
/// time of packing.
final class Archive {

    private static final int PROGRAM = 0100755;
    private static final int DATA = 0100644;
    private static final int FOLDER = 040755;

    private Archive() {}

    /// Writes a folder under its own name.
    static void write(Path folder, Path archive) throws IOException {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(file, parameters);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Path path : Paths.tree(folder)) {
                add(tar, folder, path);
            }
        }
    }

    private static void add(TarArchiveOutputStream tar, Path folder, Path path) throws IOException {
        String name = folder.getFileName() + "/" + folder.relativize(path);
        boolean link = Files.isSymbolicLink(path);
        boolean directory = !link && Files.isDirectory(path);
        TarArchiveEntry entry =
                link
                        ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
                        : new TarArchiveEntry(directory && !name.endsWith("/") ? name + "/" : name);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setModTime(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis());
        if (link) {
            entry.setLinkName(Files.readSymbolicLink(path).toString());
        } else {
            entry.setMode(directory ? FOLDER : program(path) ? PROGRAM : DATA);
            entry.setSize(directory ? 0 : Files.size(path));
        }
        tar.putArchiveEntry(entry);
        if (!link && !directory) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }

    private static boolean program(Path path) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        return rights.contains(PosixFilePermission.OWNER_EXECUTE);
    }

    /// Writes the SHA-256 of an archive beside it, in the form of sha256sum(1).
    static void checksum(Path archive) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new BuildException("this Java has no SHA-256", e);
        }
        try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(archive, sink);
        }
        Files.writeString(
                archive.resolveSibling(archive.getFileName() + ".sha256"),
                HexFormat.of().formatHex(digest.digest()) + "  " + archive.getFileName() + "\n");
    }
}
