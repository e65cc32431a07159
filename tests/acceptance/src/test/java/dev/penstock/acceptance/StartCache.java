// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The server's classes, loaded and linked once for all servers of a test run (JEP 514), as the
/// archive has them: a start takes two thirds of the processor time.
final class StartCache {

    /// What a server is started with.
    static final List<String> FLAGS = List.of("-XX:AOTCache=" + made());

    private StartCache() {}

    private static Path made() {
        Path target = Repository.root().resolve("tests/acceptance/target");
        try {
            Path cache = Files.createTempDirectory(target, "start-cache").resolve("server.aot");
            Penstock.train(
                    Files.createTempDirectory(target, "start-training"),
                    List.of("-XX:AOTCacheOutput=" + cache));
            if (!Files.exists(cache)) {
                throw new AssertionError("The server has written no start cache at " + cache);
            }
            return cache;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
