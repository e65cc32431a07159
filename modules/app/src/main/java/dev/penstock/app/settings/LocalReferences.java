// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import dev.penstock.admin.DeclarativeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/// Finds secrets on this machine: in the environment, and in files, whose last line end is not part of
/// the secret. Immutable.
public final class LocalReferences implements DeclarativeFile.References {

    private static final int LARGEST = 64 << 10;

    private final Map<String, String> environment;
    private final Path folder;

    /// References from a folder on.
    ///
    /// @param environment the variables
    /// @param folder from which relative paths go
    public LocalReferences(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    @Override
    public String value(String source, String name) {
        return source.equals("env") ? variable(name) : file(name);
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("is not set in the environment");
        }
        return value;
    }

    private String file(String name) {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("is too large for a secret");
            }
            return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("cannot be read on this machine", e);
        }
    }
}
