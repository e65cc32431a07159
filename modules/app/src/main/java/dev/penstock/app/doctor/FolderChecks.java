// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import dev.penstock.app.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The data folder and what lies in it.
final class FolderChecks {

    static final String FOLDER = "data folder";
    static final String MASTER_KEY = "master key";
    static final String SPACE = "disk space";
    static final String JOURNAL = "journal";

    private static final long ENOUGH = 1L << 30;
    private static final long TOO_LITTLE = 64L << 20;
    private static final int BACKLOG = 64;

    private FolderChecks() {}

    static Finding folder(Path data) {
        String rule = "for its owner alone, 0700";
        Path existing = existing(data);
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Finding.fail(
                    FOLDER,
                    data + (data.equals(existing) ? " cannot be written" : " cannot be made"),
                    rule,
                    "make " + existing + " a folder that this user may write, or set data");
        }
        if (!existing.equals(data)) {
            return Finding.ok(FOLDER, data + ", not there yet", "the first start makes it");
        }
        String rights = rights(data);
        return rights.isEmpty() || rights.endsWith("------")
                ? Finding.ok(FOLDER, data + (rights.isEmpty() ? "" : ", " + rights), rule)
                : Finding.warn(FOLDER, data + ", " + rights, rule, "chmod 700 " + data);
    }

    static Finding masterKey(Settings settings) {
        String rule = "for its owner alone, 0600; or in the settings";
        if (settings.masterKey() != null) {
            return Finding.ok(MASTER_KEY, "from the settings", rule);
        }
        Path file = settings.data().resolve("master.key");
        if (!Files.exists(file)) {
            boolean none =
                    settings.database() == null
                            && !Files.exists(settings.data().resolve("penstock.mv.db"));
            return none
                    ? Finding.ok(MASTER_KEY, "none yet", "the first start writes it")
                    : Finding.fail(
                            MASTER_KEY,
                            file + " is missing",
                            rule,
                            "put the file back, or set PENSTOCK_MASTER_KEY to what it contained");
        }
        String rights = rights(file);
        if (!Files.isReadable(file)) {
            return Finding.fail(
                    MASTER_KEY, file + " cannot be read", rule, "run as its owner, or chown it");
        }
        return rights.isEmpty() || rights.endsWith("------")
                ? Finding.ok(MASTER_KEY, file + (rights.isEmpty() ? "" : ", " + rights), rule)
                : Finding.warn(MASTER_KEY, file + ", " + rights, rule, "chmod 600 " + file);
    }

    static Finding space(Path data) {
        Path existing = existing(data);
        try {
            return existing == null
                    ? Finding.ok(SPACE, "unknown", "")
                    : space(Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Finding space(long usable) {
        String value = Amount.bytes(usable) + " free";
        String rule = Amount.bytes(ENOUGH) + " or more";
        String advice = "free some, or move the folder to a larger disk and set data";
        if (usable < TOO_LITTLE) {
            return Finding.fail(SPACE, value, Amount.bytes(TOO_LITTLE) + " or more", advice);
        }
        return usable < ENOUGH
                ? Finding.warn(SPACE, value, rule, advice)
                : Finding.ok(SPACE, value, rule);
    }

    static Finding journal(Path data) {
        List<Path> files = files(data.resolve("journal"));
        long damaged = files.stream().filter(file -> file.toString().endsWith(".damaged")).count();
        long logs = files.size() - damaged;
        long bytes = files.stream().mapToLong(FolderChecks::size).sum();
        String value = Amount.count(logs, "file", "files") + ", " + Amount.bytes(bytes);
        String rule = "fewer than " + BACKLOG + " files, none damaged";
        if (damaged > 0) {
            return Finding.warn(
                    JOURNAL,
                    value + ", " + damaged + " damaged",
                    rule,
                    "rows of calls may be missing: keep the .damaged files and report them");
        }
        return logs >= BACKLOG
                ? Finding.warn(
                        JOURNAL,
                        value,
                        rule,
                        "the database does not keep up or cannot be reached; mend it first")
                : Finding.ok(JOURNAL, value, rule);
    }

    /// When the newest file of the folder was written, or the epoch.
    static Instant newest(Path data) {
        return files(data).stream()
                .map(FolderChecks::written)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A gateway that runs removes files meanwhile.
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }

    private static Instant written(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException _) {
            return Instant.EPOCH;
        }
    }

    private static String rights(Path path) {
        try {
            return Files.getFileAttributeView(path, PosixFileAttributeView.class) == null
                    ? ""
                    : PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Path existing(Path path) {
        Path at = path;
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }
}
