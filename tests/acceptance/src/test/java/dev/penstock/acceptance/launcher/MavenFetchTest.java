// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.acceptance.launcher.Machine.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mvnw` on a machine with a JDK and no Maven, or one that is too old.
class MavenFetchTest {

    private static final String MISSING =
            "penstock: needs Maven of at least 3.8: install it from maven.apache.org and put mvn on the PATH\n";

    @TempDir private Path folder;

    private Machine machine;
    private Path jdk;
    private Path mvnw;

    @BeforeEach
    void unpack() throws Exception {
        machine = new Machine(folder);
        jdk = machine.jdk("25.0.4");
        machine.with("JAVA_HOME", jdk.toString());
        mvnw = machine.sourceTree().resolve("mvnw");
    }

    @Test
    void absentMavenIsFetchedCheckedKeptAndRunOnTheJdk() throws Exception {
        Path archive = machine.archive(machine.maven());
        try (FileServer mirror = new FileServer(archive)) {
            machine.with("PENSTOCK_MAVEN_URL", mirror.url())
                    .with("PENSTOCK_MAVEN_SHA512", Machine.checksum("SHA-512", archive));

            Outcome first = machine.run(mvnw, "-q", "verify");
            Outcome second = machine.run(mvnw, "validate");

            assertThat(first.exitCode()).as(first.errors()).isZero();
            assertThat(first.out()).isEqualTo("mvn on " + jdk + "\n<-q>\n<verify>\n");
            assertThat(second.out()).isEqualTo("mvn on " + jdk + "\n<validate>\n");
            assertThat(mirror.asked()).containsExactly("/mirror/apache-maven-3.9.16-bin.tar.gz");
            assertThat(machine.cached()).containsExactly("apache-maven-3.9.16");
        }
    }

    @Test
    void wrongChecksumIsRefusedAndNothingIsLeft() throws Exception {
        try (FileServer mirror = new FileServer(machine.archive(machine.maven()))) {
            machine.with("PENSTOCK_MAVEN_URL", mirror.url());

            Outcome outcome = machine.run(mvnw, "verify");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .contains("does not have the pinned SHA-512 checksum")
                    .endsWith(MISSING);
            assertThat(machine.cached()).isEmpty();
        }
    }

    @Test
    void unreachableServerEndsInTheSentenceThatHelps() throws Exception {
        machine.with("PENSTOCK_MAVEN_URL", "http://127.0.0.1:1/mirror");

        Outcome outcome = machine.run(mvnw, "verify");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors()).contains("could not be fetched").endsWith(MISSING);
        assertThat(machine.cached()).isEmpty();
    }

    @Test
    void installedMavenOfAtLeast38IsTaken() throws Exception {
        installMaven("3.8.7");
        machine.with("PENSTOCK_MAVEN_URL", "http://127.0.0.1:1/mirror");

        assertThat(machine.run(mvnw, "verify").out()).isEqualTo("installed 3.8.7\n");
    }

    @Test
    void olderInstalledMavenIsPassedOver() throws Exception {
        installMaven("3.6.3");
        machine.with("PENSTOCK_MAVEN_URL", "http://127.0.0.1:1/mirror");

        Outcome outcome = machine.run(mvnw, "verify");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errors()).endsWith(MISSING);
    }

    @Test
    void mavenWhoseJarsAreRenamedIsAskedForItsVersion() throws Exception {
        Machine.script(folder.resolve("tools/mvn"), "echo 'Apache Maven 3.9.9 (x)'");
        machine.with("PENSTOCK_MAVEN_URL", "http://127.0.0.1:1/mirror");

        assertThat(machine.run(mvnw, "verify").out()).isEqualTo("Apache Maven 3.9.9 (x)\n");
    }

    /// Installs a Maven whose version shows in the name of its core jar, as its makers ship it.
    private void installMaven(String version) throws Exception {
        Path home = folder.resolve("maven");
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("lib/maven-core-" + version + ".jar"), "");
        Path mvn = Machine.script(home.resolve("bin/mvn"), "echo 'installed " + version + "'");
        Files.createSymbolicLink(folder.resolve("tools/mvn"), mvn);
    }
}
