// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rules for the text of every committed file. The forbidden words are put together from halves, so
/// that this file does not contain them.
final class TextRules {

    static final String HEADER = "SPDX-License-Identifier: Apache-2.0";

    private static final Pattern REGISTRY =
            Pattern.compile(
                    String.join(
                            "|",
                            "registry\\." + "npmjs",
                            "registry\\." + "yarnpkg",
                            "repo1?\\." + "maven",
                            "central\\." + "sonatype",
                            "oss\\." + "sonatype",
                            "pypi\\." + "org",
                            "files\\." + "pythonhosted",
                            "crates\\." + "io",
                            "proxy\\." + "golang",
                            "plugins\\." + "gradle",
                            "jcenter\\." + "bintray"));

    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    /// Folders that are made, not committed.
    private static final Set<String> MADE =
            Set.of(".git", "target", "node_modules", ".idea", ".vscode");

    private static final Set<String> MADE_AT_THE_ROOT = Set.of("data", "plugins");

    private TextRules() {}

    /// Every committed file that is text, by the shape of its folders.
    static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = folder.getFileName().toString();
                        boolean made =
                                MADE.contains(name)
                                        || (root.equals(folder.getParent())
                                                && MADE_AT_THE_ROOT.contains(name));
                        return made && !folder.equals(root)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()
                                && !file.getFileName().toString().equals(".git")) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(null);
        return files;
    }

    /// The text of a file; empty when it is no UTF-8 text.
    static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }

    /// What is wrong with a text, one sentence each.
    static List<String> violations(String name, String text) {
        List<String> found = new ArrayList<>();
        if (REGISTRY.matcher(text).find()) {
            found.add(name + " names the host of a package registry");
        }
        if (isCode(name)) {
            if (text.lines().limit(2).noneMatch(line -> line.contains(HEADER))) {
                found.add(name + " does not begin with " + HEADER);
            }
            if (UNFINISHED.matcher(text).find()) {
                found.add(name + " is marked as unfinished");
            }
        }
        return found;
    }

    private static boolean isCode(String name) {
        return Stream.of(".java", ".sh", ".js", ".mjs", ".sql", ".css").anyMatch(name::endsWith)
                || Set.of("mvnw", "penstock", ".ci/run").contains(name);
    }
}
