// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Offline;
import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Backs up the embedded database.
@CommandLine.Command(
        name = "backup",
        description = "Copy the embedded database and the journal into one file.",
        footer = {
            "",
            "Asks a running gateway, with an owner's personal token, while calls go on;",
            "with --offline it reads the data folder of a stopped one. The master key is",
            "not in the file: keep it elsewhere. PostgreSQL has its own means."
        })
final class BackupCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The file to write; else penstock-backup-<UTC time>.zip here.")
    private @Nullable Path to;

    @CommandLine.Option(names = "--offline", description = "Read the folder of a stopped gateway.")
    private boolean offline;

    BackupCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        Path file = to == null ? Path.of(defaultName()) : to;
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (Files.exists(file)) {
                throw new CommandFailure(file + " exists already; name another file with --to");
            }
            makePrivate(part);
            fill(part);
            BackupManifest manifest = Offline.inspect(part);
            Files.move(part, file);
            root.say("A backup was written to " + file + ", " + size(Files.size(file)) + ".");
            root.say(
                    "It needs the master key with the id "
                            + manifest.masterKey()
                            + ", which is not in it: keep it elsewhere.");
            return 0;
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be written; check its folder and space", e);
        } finally {
            remove(part);
        }
    }

    private void fill(Path part) throws IOException {
        if (offline) {
            try (Backup backup = Offline.backup(root.settings());
                    OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE)) {
                backup.writeTo(out);
            }
        } else {
            admin.client(root.surroundings.environment()).fetch("/backup", part);
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static String defaultName() {
        return "penstock-backup-" + STAMP.format(InstantSource.system().instant()) + ".zip";
    }

    // What an earlier one left in the middle is of no use.
    private static void makePrivate(Path part) throws IOException {
        Files.deleteIfExists(part);
        Path folder = part.toAbsolutePath().getParent();
        if (folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(part);
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new CommandFailure(part + " could not be removed; remove it", e);
        }
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? (bytes >> 10) + " KiB"
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
