// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders in an order that does not depend on the file system.
final class Paths {

    private Paths() {}

    static List<Path> sorted(Iterable<Path> paths) {
        List<Path> list = new ArrayList<>();
        paths.forEach(list::add);
        list.sort(Comparator.comparing(Path::toString));
        return list;
    }

    /// A folder and everything below it, parents first.
    static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return sorted(paths.toList());
        }
    }

    /// Removes a folder with everything below it; it need not exist.
    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path path : tree(folder).reversed()) {
                Files.delete(path);
            }
        }
    }
}
