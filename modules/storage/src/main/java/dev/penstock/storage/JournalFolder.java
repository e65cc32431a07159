// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder of the journal's files, which are numbered in the order of writing.
///
/// @param path the folder
record JournalFolder(Path path) {

    private static final Pattern NAME = Pattern.compile("\\d{12}\\.log");

    /// The folder under a data directory, made when it is missing.
    static JournalFolder in(Path dataDirectory) throws IOException {
        return new JournalFolder(Files.createDirectories(dataDirectory.resolve("journal")));
    }

    /// The numbers of the files, ascending.
    List<Long> numbers() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .map(name -> Long.valueOf(name.substring(0, 12)))
                    .sorted()
                    .toList();
        }
    }

    Path file(long number) {
        return path.resolve(String.format(Locale.ROOT, "%012d.log", number));
    }

    void remove(long number) throws IOException {
        Files.deleteIfExists(file(number));
    }

    /// Keeps a damaged file for people, out of the way.
    Path setAside(long number) throws IOException {
        Path file = file(number);
        return Files.move(
                file,
                file.resolveSibling(file.getFileName() + ".damaged"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Makes the names of new files survive a loss of power.
    void force() throws IOException {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
