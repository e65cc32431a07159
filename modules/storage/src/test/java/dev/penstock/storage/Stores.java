// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;

/// Settings for stores to test with.
final class Stores {

    static final Secret MASTER_KEY = Secret.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    private Stores() {}

    static StoreSettings settings(Path directory) {
        return settings(directory, null, InstantSource.system());
    }

    static StoreSettings settings(Path directory, Secret masterKey, InstantSource clock) {
        return new StoreSettings(
                directory,
                masterKey,
                false,
                "replica-1",
                UUID.randomUUID(),
                clock,
                new SecureRandom());
    }

    /// Settings by an address, which is empty for the embedded database.
    static StoreSettings settings(Path directory, String url) {
        return url.isEmpty()
                ? settings(directory)
                : settings(
                        directory,
                        new DatabaseSettings(url, "postgres", null),
                        MASTER_KEY,
                        InstantSource.system());
    }

    static StoreSettings settings(
            Path directory, DatabaseSettings database, Secret masterKey, InstantSource clock) {
        return new StoreSettings(
                directory,
                database,
                masterKey,
                false,
                "replica-1",
                UUID.randomUUID(),
                clock,
                new SecureRandom());
    }

    /// What a sudden death would leave: the files as they are now.
    static Path crashImage(Path directory, Path copy) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = copy.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
