// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.proxy.DataPlaneSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {

    private static final long MIB = 1L << 20;
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private static DataPlaneSettings plane(long body, long inFlight) {
        DataPlaneSettings plane = DataPlaneSettings.defaults();
        return new DataPlaneSettings(
                plane.heartbeat(),
                body,
                inFlight,
                plane.admission(),
                plane.bodyDeadline(),
                plane.writeDeadline(),
                plane.maxPlainAnswer());
    }

    @ParameterizedTest
    @CsvSource({
        "25.0.3+9, amd64, OK, 25.0.3 on amd64",
        "26, aarch64, OK, 26 on aarch64",
        "24.0.1+3, amd64, FAIL, 24.0.1 on amd64",
        "25, riscv64, WARN, 25 on riscv64"
    })
    void javaIsNewEnoughAndOfAKnownArchitecture(
            String version, String architecture, Outcome outcome, String value) {
        Finding finding = MachineChecks.java(Runtime.Version.parse(version), architecture);
        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.value()).isEqualTo(value);
        assertThat(finding.advice().isEmpty()).isEqualTo(outcome == Outcome.OK);
    }

    @Test
    void thisJavaIsGood() {
        assertThat(MachineChecks.java().outcome()).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @CsvSource({"1024, 32, 256, OK", "1024, 32, 513, WARN", "1024, 257, 300, FAIL"})
    void bodiesFitIntoTheHeap(long heap, long body, long inFlight, Outcome outcome) {
        Finding finding = MachineChecks.heap(heap * MIB, plane(body * MIB, inFlight * MIB));
        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.value()).contains("1 GiB", body + " MiB", inFlight + " MiB");
    }

    @ParameterizedTest
    @CsvSource({"20200, 10000, OK", "20199, 10000, WARN", "1024, 100, OK"})
    void openFilesSufficeForTheConnections(long limit, int connections, Outcome outcome) {
        Finding finding = MachineChecks.openFiles(limit, connections);
        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.value()).isEqualTo("up to " + limit);
    }

    @Test
    void theLimitOfThisProcessIsRead() {
        assertThat(MachineChecks.openFiles(1).outcome()).isEqualTo(Outcome.OK);
        assertThat(MachineChecks.openFiles(1_000_000_000).outcome()).isEqualTo(Outcome.WARN);
    }

    @Test
    void theClockIsNotBehindWhatWasWritten() {
        assertThat(MachineChecks.clock(NOW, Instant.EPOCH).outcome()).isEqualTo(Outcome.OK);
        assertThat(MachineChecks.clock(NOW, NOW.plusSeconds(59)).outcome()).isEqualTo(Outcome.OK);
        assertThat(MachineChecks.clock(NOW, NOW.plus(Duration.ofMinutes(2))).outcome())
                .isEqualTo(Outcome.WARN);
        assertThat(MachineChecks.clock(Instant.parse("1970-01-01T00:05:00Z"), Instant.EPOCH))
                .extracting(Finding::outcome)
                .isEqualTo(Outcome.FAIL);
    }
}
