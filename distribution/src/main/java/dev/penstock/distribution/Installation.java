// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A folder as it will be unpacked.
///
/// @param folder its root
record Installation(Path folder) {

    /// The time of every file, whenever it was built.
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final Set<PosixFilePermission> PROGRAM =
            PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DATA =
            PosixFilePermissions.fromString("rw-r--r--");

    /// An empty one, in place of what was there.
    static Installation empty(Path folder) throws IOException {
        Paths.remove(folder);
        Files.createDirectories(folder);
        return new Installation(folder);
    }

    Path launcher() {
        return folder.resolve("bin/penstock");
    }

    Path cache() {
        return folder.resolve("runtime/lib/penstock.aot");
    }

    void file(Path from, String to) throws IOException {
        Path file = folder.resolve(to);
        Files.createDirectories(file.getParent());
        Files.copy(from, file);
    }

    /// Takes the jars of the module path.
    void jars(Path lib) throws IOException {
        List<Path> jars;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(lib, "*.jar")) {
            jars = Paths.sorted(found);
        }
        if (jars.isEmpty()) {
            throw new BuildException("there are no jars in " + lib + "; package modules/app first");
        }
        for (Path jar : jars) {
            file(jar, "lib/" + jar.getFileName());
        }
    }

    /// Gives everything its rights and its time.
    void settle() throws IOException {
        for (Path path : Paths.tree(folder).reversed()) {
            if (!Files.isSymbolicLink(path)) {
                Files.setPosixFilePermissions(path, program(path) ? PROGRAM : DATA);
            }
            Files.getFileAttributeView(
                            path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(TIME), null, null);
        }
    }

    private boolean program(Path path) {
        String name = folder.relativize(path).toString();
        return Files.isDirectory(path)
                || name.startsWith("bin/")
                || name.startsWith("runtime/bin/")
                || name.equals("runtime/lib/jspawnhelper")
                || name.equals("runtime/lib/jexec");
    }
}
