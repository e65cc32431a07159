// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.penstock.architecture.fixture.FaultyManager;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassRulesTest {

    private static final Map<String, ArchRule> FOR_MODULES =
            Map.of(
                    "packages keep to the table", ClassRules.PACKAGES_KEEP_TO_THE_TABLE,
                    "no package cycles", ClassRules.NO_PACKAGE_CYCLES,
                    "telling names", ClassRules.TELLING_NAMES,
                    "no thread locals", ClassRules.NO_THREAD_LOCALS,
                    "no synchronized methods", ClassRules.NO_SYNCHRONIZED_METHODS,
                    "no standard streams", ClassRules.NO_STANDARD_STREAMS,
                    "no processes", ClassRules.NO_PROCESSES,
                    "System.Logger", ClassRules.LOG_THROUGH_SYSTEM_LOGGER,
                    "not serializable", ClassRules.NOT_SERIALIZABLE,
                    "null-marked packages", ClassRules.NULL_MARKED_PACKAGES);

    private static final String FIXTURES = FaultyManager.class.getPackageName();

    private static JavaClasses product;
    private static JavaClasses faulty;

    @BeforeAll
    static void readClasses() {
        product = new ClassFileImporter().importPaths(folders(Part.shipped()));
        faulty = new ClassFileImporter().importPackages(FIXTURES);
    }

    private static List<Path> folders(List<Part> parts) {
        return parts.stream().map(Part::classes).filter(Files::exists).toList();
    }

    static Stream<String> rules() {
        return FOR_MODULES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void productKeepsTheRule(String rule) {
        FOR_MODULES.get(rule).check(product);
    }

    static Stream<ArchRule> rulesTheFixtureBreaks() {
        return Stream.of(
                ClassRules.packagesKeepToTheTable(FIXTURES + "."),
                ClassRules.NO_PACKAGE_CYCLES,
                ClassRules.TELLING_NAMES,
                ClassRules.NO_THREAD_LOCALS,
                ClassRules.NO_SYNCHRONIZED_METHODS,
                ClassRules.NO_STANDARD_STREAMS,
                ClassRules.NO_PROCESSES,
                ClassRules.LOG_THROUGH_SYSTEM_LOGGER,
                ClassRules.NOT_SERIALIZABLE,
                ClassRules.NULL_MARKED_PACKAGES,
                ClassRules.publicOnlyWhereNeeded(Set.of(), Set.of()));
    }

    @ParameterizedTest
    @MethodSource("rulesTheFixtureBreaks")
    void ruleSeesTheFaultyClass(ArchRule rule) {
        assertThat(rule.evaluate(faulty).hasViolation()).isTrue();
    }

    @Test
    void kitIsNullMarkedAndNamedTellingly() {
        JavaClasses kit =
                new ClassFileImporter()
                        .importPaths(folders(List.of(new Part(Part.ROOT.resolve("tests/kit")))));

        ClassRules.NULL_MARKED_PACKAGES.check(kit);
        ClassRules.TELLING_NAMES.check(kit);
    }

    @Test
    void publicTypesAreExportedOrNeededByAnotherPackage() {
        Set<String> exported = new TreeSet<>();
        Set<String> entered = new TreeSet<>(Set.of("dev.penstock.app.Main"));
        for (Path folder : folders(Part.shipped())) {
            ModuleFinder.of(folder)
                    .findAll()
                    .forEach(reference -> {
                        ModuleDescriptor module = reference.descriptor();
                        module.exports().forEach(exports -> exported.add(exports.source()));
                        module.provides().forEach(provides -> entered.addAll(provides.providers()));
                    });
        }

        ClassRules.publicOnlyWhereNeeded(exported, entered).check(product);
    }

    @Test
    void noMethodEntersAMonitor() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path folder : folders(Part.shipped())) {
            found.addAll(enteredUnder(folder));
        }

        assertThat(found)
                .as(
                        "because a monitor has no deadline; a lock with tryLock does, and most state needs neither")
                .isEmpty();
    }

    @Test
    void enteredMonitorIsSeen() throws IOException, URISyntaxException {
        Path fixtures =
                Path.of(FaultyManager.class.getResource("FaultyManager.class").toURI()).getParent();

        assertThat(enteredUnder(fixtures))
                .containsExactly("dev/penstock/architecture/fixture/FaultyManager.context");
    }

    private static List<String> enteredUnder(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                found.addAll(Monitors.entered(file));
            }
        }
        return found;
    }

    @Test
    void emptyNamesAreTold() {
        assertThat(
                        List.of(
                                "RouteImpl",
                                "KeyManager",
                                "JsonUtils",
                                "BaseProvider",
                                "CommonHeaders",
                                "AbstractBase"))
                .allMatch(Names::emptyType);
        assertThat(
                        List.of(
                                "Base62",
                                "BaseUrl",
                                "Database",
                                "Baseline",
                                "Commons",
                                "Implied",
                                "Utilisation"))
                .noneMatch(Names::emptyType);
        assertThat(Names.emptyPackage("dev.penstock.util")).isTrue();
        assertThat(Names.emptyPackage("dev.penstock.storage.database")).isFalse();
    }
}
