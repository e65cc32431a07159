// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import static dev.penstock.architecture.ModuleTable.PREFIX;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The module graph is the diagram of the architecture: its rows are kept here and by the compiler.
class ModuleGraphTest {

    static Stream<Part> filledModules() {
        return Part.modules().stream().filter(part -> !part.sources().isEmpty());
    }

    private static ModuleDescriptor descriptor(Part part) {
        return ModuleFinder.of(part.classes()).findAll().stream()
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(part.folder() + " has sources but no compiled module"))
                .descriptor();
    }

    @ParameterizedTest
    @MethodSource("filledModules")
    void moduleKeepsToItsLineOfTheTable(Part part) {
        ModuleDescriptor module = descriptor(part);

        assertThat(module.name()).isEqualTo(PREFIX + part.name());
        assertThat(ModuleTable.violations(module))
                .as("because what a module may know decides what can be replaced")
                .isEmpty();
    }

    @Test
    void everyLineOfTheTableLooksDownwardsOnly() {
        ModuleTable.table()
                .forEach((name, line) ->
                        line.mayRequire()
                                .forEach(required ->
                                        assertThat(ModuleTable.table().get(required).row())
                                                .as(
                                                        "%s may require %s, because a circle or a neighbour ends replaceability",
                                                        name, required)
                                                .isLessThan(line.row())));
    }

    @Test
    void pluginFolderModulesMeetTheProductThroughItsContractsOnly() {
        for (Part part : Part.shipped()) {
            if (!part.folder().startsWith(Part.ROOT.resolve("examples"))
                    || part.sources().isEmpty()) {
                continue;
            }
            assertThat(descriptor(part).requires())
                    .extracting(ModuleDescriptor.Requires::name)
                    .filteredOn(name -> name.startsWith(PREFIX))
                    .as("because an example may use nothing that a stranger's plugin could not")
                    .isSubsetOf(PREFIX + "spi", PREFIX + "inference");
        }
    }

    @Test
    void arrowUpwardsIsSeen() {
        ModuleDescriptor spi =
                module("spi").requires(PREFIX + "engine").exports(PREFIX + "spi").build();

        assertThat(ModuleTable.violations(spi))
                .containsExactly("dev.penstock.spi requires dev.penstock.engine");
    }

    @Test
    void arrowBetweenNeighboursIsSeen() {
        ModuleDescriptor storage = module("storage").requires(PREFIX + "policies").build();

        assertThat(ModuleTable.violations(storage))
                .containsExactly("dev.penstock.storage requires dev.penstock.policies");
    }

    @Test
    void wireIsForProvidersAndProxyOnly() {
        assertThat(ModuleTable.violations(module("providers").requires(PREFIX + "wire").build()))
                .isEmpty();
        assertThat(ModuleTable.violations(module("transport").requires(PREFIX + "wire").build()))
                .isNotEmpty();
    }

    @Test
    void exportOfAHiddenModuleIsSeen() {
        assertThat(ModuleTable.violations(module("storage").exports(PREFIX + "storage").build()))
                .isNotEmpty();
    }

    @Test
    void exportOfADoorToMoreThanAppIsSeen() {
        ModuleDescriptor toApp =
                module("proxy").exports(PREFIX + "proxy", Set.of(PREFIX + "app")).build();
        ModuleDescriptor toAll = module("proxy").exports(PREFIX + "proxy").build();

        assertThat(ModuleTable.violations(toApp)).isEmpty();
        assertThat(ModuleTable.violations(toAll)).isNotEmpty();
    }

    @Test
    void missingExportSecondExportAndOpenPackageAreSeen() {
        assertThat(ModuleTable.violations(module("engine").build())).hasSize(1);
        assertThat(
                        ModuleTable.violations(
                                module("engine")
                                        .exports(PREFIX + "engine")
                                        .exports(PREFIX + "engine.more")
                                        .build()))
                .hasSize(1);
        assertThat(ModuleTable.violations(module("app").opens(PREFIX + "app").build())).hasSize(1);
        assertThat(
                        ModuleTable.violations(
                                module("app")
                                        .opens(PREFIX + "app", Set.of("info.picocli"))
                                        .build()))
                .isEmpty();
    }

    @Test
    void moduleWithoutALineIsSeen() {
        assertThat(ModuleTable.violations(module("shared").build()))
                .isEqualTo(List.of("dev.penstock.shared is not in the table of modules"));
    }

    private static ModuleDescriptor.Builder module(String name) {
        return ModuleDescriptor.newModule(PREFIX + name);
    }
}
