// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Sizes and documentation, read from the sources.
class SourceRulesTest {

    private static final int LONGEST_FILE = 600;
    private static final int LONG_FILE = 350;
    private static final int LONGEST_METHOD = 60;
    private static final int LONG_METHOD = 25;

    /// Shares say something about many; below this count a single file would decide.
    private static final int MANY = 100;

    private static List<SourceFile> product;
    private static List<SourceFile> everything;

    @BeforeAll
    static void readSources() throws IOException {
        product = read(Part.shipped().stream().map(Part::sources).toList());
        everything = read(Part.all().stream().map(Part::sourcesAndTests).toList());
        int[] lengths = product.stream().mapToInt(SourceFile::lines).sorted().toArray();
        if (lengths.length > 0) {
            System.out.printf(
                    "sources: %d files, median %d lines, longest %d%n",
                    lengths.length, lengths[lengths.length / 2], lengths[lengths.length - 1]);
        }
    }

    private static List<SourceFile> read(List<List<Path>> files) throws IOException {
        List<SourceFile> read = new ArrayList<>();
        for (Path file : files.stream().flatMap(Collection::stream).toList()) {
            read.add(SourceFile.read(file));
        }
        return read;
    }

    @Test
    void noFileIsLongerThanOneCanHoldInMind() {
        assertThat(everything)
                .as("because a file of more than %d lines has more than one subject", LONGEST_FILE)
                .filteredOn(file -> file.lines() > LONGEST_FILE)
                .extracting(SourceFile::name)
                .isEmpty();
    }

    @Test
    void noMethodIsLongerThanAScreen() {
        assertThat(tooLong(everything, lines -> lines > LONGEST_METHOD))
                .as("because a method of more than %d lines cannot be seen at once", LONGEST_METHOD)
                .isEmpty();
    }

    @Test
    void mostFilesAndMethodsOfTheProductAreShort() {
        List<Integer> files = product.stream().map(SourceFile::lines).toList();
        List<Integer> methods =
                product.stream()
                        .flatMap(file -> file.methods().stream())
                        .map(SourceFile.Method::lines)
                        .toList();

        assertThat(share(files, lines -> lines <= LONG_FILE))
                .as(
                        "share of files of at most %d lines, because the rare long one must stay rare",
                        LONG_FILE)
                .isGreaterThanOrEqualTo(0.95);
        assertThat(share(methods, lines -> lines <= LONG_METHOD))
                .as(
                        "share of methods of at most %d lines, because a method tells one thing",
                        LONG_METHOD)
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void whatIsExportedIsDocumented() {
        List<String> exportedPackages =
                ModuleTable.table().entrySet().stream()
                        .filter(line -> line.getValue().surface() != ModuleTable.Surface.NOTHING)
                        .map(line -> ModuleTable.PREFIX + line.getKey())
                        .toList();

        assertThat(product)
                .filteredOn(file -> exportedPackages.contains(file.packageName()))
                .as(
                        "because others build on what is exported, and may rely on what is written only")
                .allSatisfy(file -> assertThat(file.undocumented()).as(file.name()).isEmpty());
    }

    @Test
    void longMethodIsSeenWithItsLength() throws IOException {
        SourceFile file =
                SourceFile.parse(
                        "Long.java",
                        "class Long {\n    void run() {\n" + "\n".repeat(70) + "}\n}\n");

        assertThat(tooLong(List.of(file), lines -> lines > LONGEST_METHOD))
                .containsExactly("Long.java Long.run: 72 lines");
        assertThat(file.lines()).isEqualTo(74);
    }

    @Test
    void shortMethodsBesideEachOtherAreNotAdded() throws IOException {
        SourceFile file =
                SourceFile.parse(
                        "Two.java",
                        "class Two {\n    Two() {}\n\n    int one() {\n        return 1;\n    }\n}\n");

        assertThat(file.methods())
                .containsExactly(
                        new SourceFile.Method("Two.<init>", 1),
                        new SourceFile.Method("Two.one", 3));
    }

    @Test
    void missingDocumentationIsSeen() throws IOException {
        String text =
                """
                package dev.penstock.spi;
                /// Documented.
                public interface Port {
                    /// Documented.
                    void told();
                    void untold();
                    record Nested(int value) {}
                    static class Hidden { public void free() {} }
                }
                class Inside { public void free() {} }
                """;

        assertThat(SourceFile.parse("Port.java", text).undocumented())
                .containsExactly("Port.untold", "Nested", "Hidden", "Hidden.free");
    }

    @Test
    void overridesAndRecordConstructorsNeedNoDocumentation() throws IOException {
        String text =
                """
                /// Documented.
                public record Point(int x) {
                    public Point {
                        if (x < 0) throw new IllegalArgumentException();
                    }
                    @Override public String toString() { return ""; }
                }
                """;

        assertThat(SourceFile.parse("Point.java", text).undocumented()).isEmpty();
    }

    private static List<String> tooLong(List<SourceFile> files, IntPredicate limit) {
        return files.stream()
                .flatMap(file ->
                        file.methods().stream()
                                .filter(method -> limit.test(method.lines()))
                                .map(method ->
                                        file.name()
                                                + " "
                                                + method.name()
                                                + ": "
                                                + method.lines()
                                                + " lines"))
                .toList();
    }

    private static double share(List<Integer> sizes, IntPredicate wanted) {
        if (sizes.size() < MANY) {
            return 1;
        }
        return (double) sizes.stream().filter(wanted::test).count() / sizes.size();
    }
}
