// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/// Places in the source tree.
final class Repository {
    private Repository() {}

    /// The root of the source tree.
    static Path root() {
        String told = System.getProperty("penstock.root");
        Path at = Path.of(told == null ? "" : told).toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new AssertionError("No mvnw above " + Path.of("").toAbsolutePath());
        }
        return at;
    }

    /// The folder of the Node programs.
    static Path node() {
        return root().resolve("tests/acceptance/node");
    }
}
