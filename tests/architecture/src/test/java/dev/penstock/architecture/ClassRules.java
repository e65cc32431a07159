// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// The rules for compiled classes, each with its reason.
final class ClassRules {

    private static final String OURS = "dev.penstock.";

    static final ArchRule PACKAGES_KEEP_TO_THE_TABLE = packagesKeepToTheTable(OURS);

    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("dev.penstock.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("packages in a circle can only be understood and replaced together")
                    .allowEmptyShould(true);

    static final ArchRule TELLING_NAMES =
            classes()
                    .should(
                            new Reporting("have a name and a package that say what they are") {
                                @Override
                                boolean violates(JavaClass type) {
                                    return Names.emptyType(type.getSimpleName())
                                            || Names.emptyPackage(type.getPackageName());
                                }
                            })
                    .because(
                            "a name that fits everything tells nothing, and everything ends up there")
                    .allowEmptyShould(true);

    static final ArchRule NO_THREAD_LOCALS =
            noClasses()
                    .should()
                    .dependOnClassesThat(assignableTo(ThreadLocal.class))
                    .because(
                            "there is a virtual thread per request: context goes in parameters or a ScopedValue")
                    .allowEmptyShould(true);

    static final ArchRule NO_SYNCHRONIZED_METHODS =
            noMethods()
                    .should()
                    .haveModifier(JavaModifier.SYNCHRONIZED)
                    .because(
                            "a monitor has no deadline; snapshots, striped counters and owned queues need none")
                    .allowEmptyShould(true);

    static final ArchRule NO_STANDARD_STREAMS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.penstock.app.cli..")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .because(
                            "lines of a server go to its log; only the command line talks to a person")
                    .allowEmptyShould(true);

    static final ArchRule NO_PROCESSES =
            noClasses()
                    .should()
                    .dependOnClassesThat(assignableTo(ProcessBuilder.class))
                    .orShould()
                    .callMethodWhere(startsAProcess())
                    .because(
                            "a gateway that starts no processes cannot be talked into starting one")
                    .allowEmptyShould(true);

    static final ArchRule LOG_THROUGH_SYSTEM_LOGGER =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.penstock.app..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                    .because(
                            "which logging there is decides the application alone; modules use System.Logger")
                    .allowEmptyShould(true);

    static final ArchRule NOT_SERIALIZABLE =
            classes()
                    .should(
                            new Reporting("not declare Serializable") {
                                @Override
                                boolean violates(JavaClass type) {
                                    return type.getRawInterfaces().stream()
                                            .anyMatch(face ->
                                                    face.isEquivalentTo(Serializable.class));
                                }
                            })
                    .because("Java serialisation is a second, unguarded constructor")
                    .allowEmptyShould(true);

    static final ArchRule NULL_MARKED_PACKAGES =
            classes()
                    .that(packageHasNoMark())
                    .should(
                            new Reporting("live in a @NullMarked package") {
                                @Override
                                boolean violates(JavaClass type) {
                                    return true;
                                }
                            })
                    .because("NullAway looks at null-marked code only")
                    .allowEmptyShould(true);

    private ClassRules() {}

    /// A condition that names each violating class.
    abstract static class Reporting extends ArchCondition<JavaClass> {
        Reporting(String description) {
            super(description);
        }

        abstract boolean violates(JavaClass type);

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (violates(type)) {
                events.add(
                        SimpleConditionEvent.violated(
                                type, type.getName() + " does not " + getDescription()));
            }
        }
    }

    private static DescribedPredicate<JavaMethodCall> startsAProcess() {
        return DescribedPredicate.describe(
                "is Runtime.exec",
                call ->
                        call.getTargetOwner().isEquivalentTo(Runtime.class)
                                && call.getName().equals("exec"));
    }

    private static DescribedPredicate<JavaClass> packageHasNoMark() {
        return DescribedPredicate.describe(
                "are in a package without @NullMarked",
                type ->
                        !type.getPackage().isAnnotatedWith(NullMarked.class)
                                && !type.getSimpleName().equals("module-info"));
    }

    /// The table for packages whose module is the name after the root.
    static ArchRule packagesKeepToTheTable(String root) {
        return classes()
                .should(new DependOnTheTable(root))
                .because("the rows hold for packages too, also where a test puts them on one path")
                .allowEmptyShould(true);
    }

    private static final class DependOnTheTable extends ArchCondition<JavaClass> {
        private final String root;

        DependOnTheTable(String root) {
            super("depend only on what the table allows their module");
            this.root = root;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            String module = moduleOf(type);
            ModuleTable.Line line = ModuleTable.table().get(module);
            if (line == null) {
                return;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = moduleOf(dependency.getTargetClass());
                boolean allowed =
                        target.isEmpty()
                                || target.equals(module)
                                || line.mayRequire().contains(target);
                if (!allowed) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            }
        }

        /// The module a class belongs to by its package; empty for classes that are not ours.
        private String moduleOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith(root)) {
                return "";
            }
            int end = name.indexOf('.', root.length());
            return name.substring(root.length(), end < 0 ? name.length() : end);
        }
    }

    /// Public types of a package that is not exported, and that no other package of ours and no
    /// `provides` needs to be public.
    static ArchRule publicOnlyWhereNeeded(
            Set<String> exportedPackages, Set<String> providedOrStarted) {
        return classes()
                .should(
                        new Reporting(
                                "be package-private, though nothing outside of their package needs them") {
                            @Override
                            boolean violates(JavaClass type) {
                                return type.getModifiers().contains(JavaModifier.PUBLIC)
                                        && type.isTopLevelClass()
                                        && !exportedPackages.contains(type.getPackageName())
                                        && !providedOrStarted.contains(type.getName())
                                        && type.getDirectDependenciesToSelf().stream()
                                                .map(dependency ->
                                                        dependency
                                                                .getOriginClass()
                                                                .getPackageName())
                                                .allMatch(type.getPackageName()::equals);
                            }
                        })
                .because("what is public is promised, and promises should be few")
                .allowEmptyShould(true);
    }
}
