// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with a declarative file. Past a bound it only counts no further: a file with
/// so many mistakes is another file.
final class FileMistakes {

    private static final int MOST = 200;

    private final List<FileMistake> found = new ArrayList<>();

    void add(String pointer, FileNode.Place place, String message) {
        if (found.size() < MOST) {
            found.add(new FileMistake(pointer, place.line(), place.column(), message));
        }
    }

    boolean any() {
        return !found.isEmpty();
    }

    /// @throws FileMistakesException when there are any
    void done() {
        if (any()) {
            throw failure();
        }
    }

    FileMistakesException failure() {
        return new FileMistakesException(
                found.stream()
                        .sorted(
                                Comparator.comparingInt(FileMistake::line)
                                        .thenComparingInt(FileMistake::column))
                        .toList());
    }

    /// A pointer to a member of what another points to.
    static String member(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
