// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A plugin compiled against a released version goes on working, or the change is written down with its
/// reason where a plugin's author looks for it.
class SpiCompatibilityTest {

    private static final Path REFERENCE = Part.ROOT.resolve("docs/reference/spi");
    private static final Path TODAY =
            Part.ROOT.resolve("tests/architecture/target/spi-listing.txt");

    private static NavigableSet<String> today() {
        return SpiListing.of(
                Stream.of("inference", "spi")
                        .map(name -> Part.ROOT.resolve("modules/" + name + "/target/classes")));
    }

    private static Set<String> lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /// What of a released listing a plugin would miss, and what it would have to implement anew.
    static List<String> breaks(Set<String> released, Set<String> today) {
        Stream<String> gone =
                released.stream().filter(line -> !today.contains(line)).map(line -> "- " + line);
        Stream<String> demanded =
                today.stream()
                        .filter(line -> line.endsWith(" abstract") && !released.contains(line))
                        .filter(line ->
                                released.contains(
                                        line.substring(0, line.indexOf('#')) + " interface"))
                        .map(line -> "+ " + line);
        return Stream.concat(gone, demanded).toList();
    }

    @Test
    void everythingReleasedIsStillThereOrItsEndIsWrittenDown() throws IOException {
        NavigableSet<String> today = today();
        Files.createDirectories(TODAY.getParent());
        Files.write(TODAY, today);

        assertThat(breaks(lines(REFERENCE.resolve("0.1.0.txt")), today))
                .as(
                        "breaks a plugin made for 0.1.0; keep it, or add the line to %s with a comment that says why",
                        REFERENCE.resolve("breaks-since-0.1.0.txt"))
                .isSubsetOf(lines(REFERENCE.resolve("breaks-since-0.1.0.txt")));
    }

    @Test
    void removedMemberIsSeen() {
        assertThat(breaks(Set.of("a.B interface", "a.B#c() void"), Set.of("a.B interface")))
                .containsExactly("- a.B#c() void");
    }

    @Test
    void newAbstractMethodOfAReleasedInterfaceIsSeen() {
        assertThat(
                        breaks(
                                Set.of("a.B interface"),
                                Set.of("a.B interface", "a.B#c() void abstract")))
                .containsExactly("+ a.B#c() void abstract");
    }

    @Test
    void newTypesAndDefaultMethodsBreakNothing() {
        assertThat(
                        breaks(
                                Set.of("a.B interface"),
                                Set.of(
                                        "a.B interface",
                                        "a.B#c() void",
                                        "a.D interface",
                                        "a.D#e() void abstract")))
                .isEmpty();
    }

    @Test
    void listingHoldsWhatAPluginImplements() {
        assertThat(today())
                .contains("dev.penstock.spi.ProviderFactory interface")
                .anyMatch(line ->
                        line.startsWith("dev.penstock.spi.ProviderFactory#")
                                && line.endsWith(" abstract"))
                .noneMatch(line -> line.contains("lambda$"));
    }
}
