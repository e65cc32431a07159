// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.acceptance.launcher.Machine.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the launcher builds, and how it starts the JVM.
class LauncherTest {

    /// Stands for Maven: writes down that it was called and makes what a build makes.
    private static final String BUILD =
            """
            here=$(cd "$(dirname "$0")" && pwd -P)
            echo "$*" >> "$here/builds.txt"
            mkdir -p "$here/modules/app/target/dist/lib" "$here/examples/demo-provider/target"
            echo demo > "$here/examples/demo-provider/target/penstock-demo-provider-1.jar"
            """;

    @TempDir private Path folder;

    private Machine machine;
    private Path tree;

    @BeforeEach
    void unpack() throws Exception {
        machine = new Machine(folder);
        machine.with("JAVA_HOME", machine.jdk("25.0.4").toString());
        tree = machine.sourceTree();
        Machine.script(tree.resolve("mvnw"), BUILD);
    }

    private Outcome start(String... arguments) throws Exception {
        return machine.run(tree.resolve("penstock"), arguments);
    }

    private List<String> builds() throws Exception {
        return Files.readAllLines(tree.resolve("builds.txt"));
    }

    @Test
    void firstStartBuildsOnceAndSaysSoInOneLine() throws Exception {
        Outcome first = start("serve");
        Outcome second = start("serve");

        assertThat(first.errors().lines())
                .singleElement()
                .asString()
                .startsWith("penstock: building ");
        assertThat(second.errors()).isEmpty();
        assertThat(builds()).hasSize(1);
        assertThat(builds().getFirst())
                .contains("-pl modules/app,examples/demo-provider -am")
                .endsWith(" package");
    }

    @Test
    void newerSourceIsBuiltAgain() throws Exception {
        start();
        Path source = tree.resolve("modules/app/src/main/java/Main.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

        start();

        assertThat(builds()).hasSize(2);
    }

    @Test
    void newerTestIsNoReasonToBuild() throws Exception {
        start();
        Files.createDirectories(tree.resolve("modules/app/src/test/java"));
        Path test = Files.writeString(tree.resolve("modules/app/src/test/java/MainTest.java"), "");
        Files.setLastModifiedTime(test, FileTime.from(Instant.now().plusSeconds(5)));

        start();

        assertThat(builds()).hasSize(1);
    }

    @Test
    void failedBuildStartsNothingAndIsTriedAgain() throws Exception {
        Machine.script(tree.resolve("mvnw"), "exit 7");
        Outcome failed = start("serve");
        Machine.script(tree.resolve("mvnw"), BUILD);
        Outcome repaired = start("serve");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.errors()).endsWith("penstock: the build failed, see above\n");
        assertThat(repaired.exitCode()).isZero();
    }

    @Test
    void buildPutsTheDemoPluginWhereAStrangersWouldBe() throws Exception {
        start();

        assertThat(tree.resolve("plugins/demo-provider.jar")).hasContent("demo\n");
    }

    @Test
    void demoPluginThatWasTakenAwayStaysAway() throws Exception {
        start();
        Files.delete(tree.resolve("plugins/demo-provider.jar"));
        start();

        assertThat(tree.resolve("plugins/demo-provider.jar")).doesNotExist();
    }

    @Test
    void jvmIsStartedOnTheModulePathWithAllArguments() throws Exception {
        String out = start("key", "issue", "--name", "two words", "").out();

        assertThat(out)
                .contains("<-p>\n<" + tree.toRealPath() + "/modules/app/target/dist/lib>\n<-m>\n")
                .contains("<-XX:+ExitOnOutOfMemoryError>")
                .contains("<-Dpenstock.home=" + tree.toRealPath() + ">")
                .endsWith("Main>\n<key>\n<issue>\n<--name>\n<two words>\n<>\n");
    }

    @Test
    void homeAndJvmFlagsCanBeGiven() throws Exception {
        machine.with("PENSTOCK_HOME", "/srv/penstock").with("PENSTOCK_JAVA_OPTS", "-Xmx1g -Dx=y");

        assertThat(start().out()).contains("<-Xmx1g>\n<-Dx=y>\n<-Dpenstock.home=/srv/penstock>\n");
    }

    @Test
    void jvmTakesThePlaceOfTheScriptSoThatSignalsReachIt() throws Exception {
        Path jdk = folder.resolve("jdk-25.0.4");
        Machine.script(jdk.resolve("bin/java"), "echo $$");
        Path shell =
                Machine.script(folder.resolve("outer.sh"), "echo $$\nexec " + tree + "/penstock");

        List<String> pids = machine.run(shell).out().lines().toList();

        assertThat(pids).hasSize(2);
        assertThat(pids.getFirst()).isEqualTo(pids.getLast());
    }

    @Test
    void linkToTheScriptStartsTheSameTree() throws Exception {
        Path link =
                Files.createSymbolicLink(
                        folder.resolve("tools/penstock"), tree.resolve("penstock"));

        assertThat(machine.run(link, "version").out())
                .contains("<-Dpenstock.home=" + tree.toRealPath() + ">");
    }

    @Test
    void installedScriptUsesTheLibBesideItAndBuildsNothing() throws Exception {
        Path installed = machine.installed();
        Path home = installed.getParent().getParent().toRealPath();

        Outcome outcome = machine.run(installed, "version");

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.out())
                .contains("<-Dpenstock.home=" + home + ">\n<-p>\n<" + home + "/lib>\n");
    }
}
