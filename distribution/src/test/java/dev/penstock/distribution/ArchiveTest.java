// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What does not need a whole gateway.
class ArchiveTest {

    @TempDir private Path folder;

    private Installation filled(String name, Instant written) throws Exception {
        Installation installation = Installation.empty(folder.resolve(name).resolve("penstock"));
        Path file = Files.writeString(folder.resolve("file"), "contents");
        Files.setLastModifiedTime(file, FileTime.from(written));
        installation.file(file, "bin/penstock");
        installation.file(file, "share/notes");
        Files.createSymbolicLink(installation.folder().resolve("link"), Path.of("share/notes"));
        installation.settle();
        return installation;
    }

    @Test
    void sameContentsGiveTheSameBytesWheneverAndWhereverTheyWereWritten() throws Exception {
        Path first = folder.resolve("first.tar.gz");
        Path second = folder.resolve("second.tar.gz");

        Archive.write(filled("one", Instant.EPOCH).folder(), first);
        Archive.write(filled("other", Instant.now()).folder(), second);

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void checksumFileNamesTheArchiveAlone() throws Exception {
        Path archive = Files.writeString(folder.resolve("a.tar.gz"), "abc");

        Archive.checksum(archive);

        assertThat(folder.resolve("a.tar.gz.sha256"))
                .hasContent(
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.tar.gz");
    }

    @Test
    void onlyProgramsMayBeRun() throws Exception {
        Installation installation = filled("one", Instant.EPOCH);

        assertThat(Files.isExecutable(installation.launcher())).isTrue();
        assertThat(Files.getPosixFilePermissions(installation.folder().resolve("share/notes")))
                .noneMatch(right -> right.name().endsWith("EXECUTE"));
    }

    @Test
    void jarWithoutAKnownLicenceEndsTheBuild() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("home/lib"));
        try (OutputStream file = Files.newOutputStream(lib.resolve("newcomer-1.0.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("empty"));
        }
        Path known = Files.createDirectories(folder.resolve("known"));
        Files.writeString(known.resolve("licences.properties"), "other=MIT\n");

        assertThatThrownBy(() -> Notices.write(folder.resolve("home"), known))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("the licence of newcomer is not known");
    }
}
