// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.acceptance.launcher.Machine.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher on a machine without a JDK.
class JdkFetchTest {

    private static final String MISSING =
            "penstock: needs a JDK of at least 25: install one (for example Temurin 25 from adoptium.net)"
                    + " and set JAVA_HOME to it\n";

    private static final String NO_SERVER = "http://127.0.0.1:1/mirror";

    @TempDir private Path folder;

    private Machine machine;
    private Path launcher;

    @BeforeEach
    void unpack() throws Exception {
        machine = new Machine(folder);
        launcher = machine.installed();
    }

    @Test
    void absentJdkIsFetchedCheckedKeptAndUsed() throws Exception {
        Path archive = machine.archive(machine.jdk("25.0.4.1"));
        try (FileServer mirror = new FileServer(archive)) {
            machine.with("PENSTOCK_JDK_URL", mirror.url())
                    .with("PENSTOCK_JDK_SHA256", Machine.checksum("SHA-256", archive));

            Outcome first = machine.run(launcher, "serve", "a b");
            Outcome second = machine.run(launcher, "serve");

            Path kept = machine.cache().resolve("jdk-25.0.4.1_1");
            assertThat(first.exitCode()).as(first.errors()).isZero();
            assertThat(first.out()).startsWith("java " + kept + "/bin/java\n");
            assertThat(first.out())
                    .endsWith("<dev.penstock.app/dev.penstock.app.Main>\n<serve>\n<a b>\n");
            assertThat(first.errors())
                    .isEqualTo("penstock: fetching a JDK into " + kept + " (once)\n");
            assertThat(mirror.asked())
                    .singleElement()
                    .asString()
                    .matches(
                            "/mirror/OpenJDK25U-jdk_[a-z0-9]+_[a-z-]+_hotspot_25\\.0\\.4\\.1_1\\.tar\\.gz");
            assertThat(second.out()).startsWith("java " + kept + "/bin/java\n");
            assertThat(second.errors()).as("said by the second start").isEmpty();
            assertThat(machine.cached()).containsExactly("jdk-25.0.4.1_1");
        }
    }

    @Test
    void keptJdkIsFoundAgainWithoutAServer() throws Exception {
        Files.createDirectories(machine.cache());
        Files.move(machine.jdk("25.0.4"), machine.cache().resolve("jdk-25.0.4.1_1"));
        machine.with("PENSTOCK_JDK_URL", NO_SERVER);

        Outcome outcome = machine.run(launcher, "version");

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void wrongChecksumIsRefusedAndNothingIsLeft() throws Exception {
        try (FileServer mirror = new FileServer(machine.archive(machine.jdk("25.0.4")))) {
            machine.with("PENSTOCK_JDK_URL", mirror.url())
                    .with("PENSTOCK_JDK_SHA256", "0".repeat(64));

            Outcome outcome = machine.run(launcher, "serve");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.errors())
                    .contains("does not have the pinned SHA-256 checksum")
                    .endsWith(MISSING);
            assertThat(machine.cached()).isEmpty();
        }
    }

    @Test
    void mirrorWithoutAChecksumOfItsOwnIsHeldToThePinnedOne() throws Exception {
        try (FileServer mirror = new FileServer(machine.archive(machine.jdk("25.0.4")))) {
            machine.with("PENSTOCK_JDK_URL", mirror.url());

            assertThat(machine.run(launcher, "serve").errors())
                    .contains("does not have the pinned SHA-256");
            assertThat(machine.cached()).isEmpty();
        }
    }

    @Test
    void unreachableServerEndsInTheSentenceThatHelps() throws Exception {
        machine.with("PENSTOCK_JDK_URL", NO_SERVER);

        Outcome outcome = machine.run(launcher, "serve");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors())
                .contains("a JDK could not be fetched from " + NO_SERVER)
                .endsWith(MISSING);
        assertThat(machine.cached()).isEmpty();
    }

    @Test
    void machineWithoutAProgramThatDownloadsEndsInTheSameSentence() throws Exception {
        machine.without("curl").without("wget").with("PENSTOCK_JDK_URL", NO_SERVER);

        assertThat(machine.run(launcher, "serve").errors()).endsWith(MISSING);
        assertThat(machine.cached()).isEmpty();
    }

    @Test
    void archiveWithoutAFittingJdkIsRefusedAndNothingIsLeft() throws Exception {
        Path archive = machine.archive(machine.jdk("17.0.9"));
        try (FileServer mirror = new FileServer(archive)) {
            machine.with("PENSTOCK_JDK_URL", mirror.url())
                    .with("PENSTOCK_JDK_SHA256", Machine.checksum("SHA-256", archive));

            Outcome outcome = machine.run(launcher, "serve");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors()).contains("holds no JDK of at least 25").endsWith(MISSING);
            assertThat(machine.cached()).isEmpty();
        }
    }

    @Test
    void javaHomeOfAtLeast25IsTaken() throws Exception {
        Path jdk = machine.jdk("26");
        machine.with("JAVA_HOME", jdk.toString()).with("PENSTOCK_JDK_URL", NO_SERVER);

        assertThat(machine.run(launcher).out()).startsWith("java " + jdk + "/bin/java\n");
    }

    @Test
    void olderJavaHomeGivesWayToAnInstalledJdk() throws Exception {
        Path jdk = machine.jdk("25.0.1");
        machine.with("JAVA_HOME", machine.jdk("17.0.1").toString())
                .with("PENSTOCK_JDK_PLACES", machine.jdk("27") + " " + jdk)
                .with("PENSTOCK_JDK_URL", NO_SERVER);

        assertThat(machine.run(launcher).out()).startsWith("java " + jdk + "/bin/java\n");
    }

    @Test
    void javaOnThePathIsFollowedToItsHome() throws Exception {
        Path jdk = machine.jdk("25.0.2");
        Files.createSymbolicLink(folder.resolve("tools/java"), jdk.resolve("bin/java"));
        machine.with("PENSTOCK_JDK_URL", NO_SERVER);

        assertThat(machine.run(launcher).out())
                .startsWith("java " + jdk.toRealPath() + "/bin/java\n");
    }
}
