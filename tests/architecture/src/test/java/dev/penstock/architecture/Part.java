// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A Maven module of the tree, by its folder.
record Part(Path folder) {

    static final Path ROOT =
            Path.of(System.getProperty("penstock.root")).toAbsolutePath().normalize();

    /// The product: every folder under `modules/`.
    static List<Part> modules() {
        return under("modules");
    }

    /// The product and what is shipped beside it.
    static List<Part> shipped() {
        return Stream.of("modules", "examples").flatMap(group -> under(group).stream()).toList();
    }

    /// Everything that holds Java.
    static List<Part> all() {
        return Stream.of("modules", "examples", "tests")
                .flatMap(group -> under(group).stream())
                .toList();
    }

    private static List<Part> under(String group) {
        try (Stream<Path> folders = Files.list(ROOT.resolve(group))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .map(Part::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    List<Path> sources() {
        return javaFiles(folder.resolve("src/main/java"));
    }

    List<Path> sourcesAndTests() {
        return javaFiles(folder.resolve("src"));
    }

    private static List<Path> javaFiles(Path start) {
        if (!Files.exists(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
