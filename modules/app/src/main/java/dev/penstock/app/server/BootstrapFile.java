// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.admin.Bootstrap;
import dev.penstock.admin.DeclarativeFile;
import dev.penstock.admin.FileMistakesException;
import dev.penstock.app.settings.LocalReferences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/// The declarative file that a start applies before it serves.
final class BootstrapFile {

    private final Path path;
    private final LocalReferences references;
    private final DeclarativeFile written;

    private BootstrapFile(Path path, LocalReferences references, DeclarativeFile written) {
        this.path = path;
        this.references = references;
        this.written = written;
    }

    /// Reads a file.
    ///
    /// @param environment where its secrets may be
    /// @throws StartException with all mistakes of its form and their places
    static BootstrapFile read(Path path, Map<String, String> environment) {
        Path folder = path.toAbsolutePath().getParent();
        try (InputStream in = Files.newInputStream(path)) {
            return new BootstrapFile(
                    path,
                    new LocalReferences(environment, folder == null ? Path.of("") : folder),
                    DeclarativeFile.read(
                            in.readNBytes(DeclarativeFile.MOST_BYTES + 1),
                            DeclarativeFile.Format.of(path.toString())));
        } catch (IOException e) {
            throw new StartException(
                    "bootstrap is '" + path + "' but no file that can be read; check its name", e);
        } catch (FileMistakesException e) {
            throw refused(path, e);
        }
    }

    /// Looks whether it is understood, as far as it alone tells.
    ///
    /// @throws StartException with all mistakes and their places
    void check() {
        try {
            Bootstrap.check(written, references);
        } catch (FileMistakesException e) {
            throw refused(path, e);
        }
    }

    /// Makes the installation what it says.
    ///
    /// @throws StartException with all mistakes and their places, and nothing changed
    Start.Bootstrapped apply(Bootstrap bootstrap) {
        try {
            return new Start.Bootstrapped(path, bootstrap.apply(written, references));
        } catch (FileMistakesException e) {
            throw refused(path, e);
        }
    }

    private static StartException refused(Path path, FileMistakesException mistakes) {
        return new StartException(
                mistakes.mistakes().stream()
                        .map(m -> path + ":" + m.line() + ":" + m.column() + ": " + m.message())
                        .collect(
                                Collectors.joining(
                                        System.lineSeparator() + "  ",
                                        "the bootstrap file is refused, and nothing was changed:"
                                                + System.lineSeparator()
                                                + "  ",
                                        "")));
    }
}
