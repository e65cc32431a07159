// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.penstock.proxy.DataPlaneSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Java, memory, open files and the time.
final class MachineChecks {

    private static final int JAVA = 25;
    private static final List<String> ARCHITECTURES = List.of("amd64", "x86_64", "aarch64");
    private static final int FILES_BESIDES = 200;
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SKEW = Duration.ofMinutes(1);

    private MachineChecks() {}

    static Finding java() {
        return java(Runtime.version(), System.getProperty("os.arch", "unknown"));
    }

    static Finding java(Runtime.Version version, String architecture) {
        String value = version.toString().split("\\+", 2)[0] + " on " + architecture;
        String rule = JAVA + " or newer, on amd64 or aarch64";
        if (version.feature() < JAVA) {
            return Finding.fail(
                    "java", value, rule, "install a JDK " + JAVA + " and point JAVA_HOME to it");
        }
        return ARCHITECTURES.contains(architecture)
                ? Finding.ok("java", value, rule)
                : Finding.warn(
                        "java",
                        value,
                        rule,
                        "nobody has tried this architecture; use one of those");
    }

    static Finding heap(DataPlaneSettings plane) {
        return heap(Runtime.getRuntime().maxMemory(), plane);
    }

    static Finding heap(long heap, DataPlaneSettings plane) {
        String value =
                Amount.bytes(heap)
                        + "; one body up to "
                        + Amount.bytes(plane.maxBody())
                        + ", all together "
                        + Amount.bytes(plane.inFlightBytes());
        String rule = "one body a quarter of the heap, all together half of it, at most";
        String advice =
                "give more (PENSTOCK_JAVA_OPTS=-Xmx2g), or lower max_body and edge.max_in_flight";
        if (plane.maxBody() > heap / 4) {
            return Finding.fail("heap", value, rule, advice);
        }
        return plane.inFlightBytes() > heap / 2
                ? Finding.warn("heap", value, rule, advice)
                : Finding.ok("heap", value, rule);
    }

    static Finding openFiles(int connections) {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? openFiles(system.getMaxFileDescriptorCount(), connections)
                : Finding.ok("open files", "no limit is known here", "");
    }

    static Finding openFiles(long limit, int connections) {
        long needed = 2L * connections + FILES_BESIDES;
        String value = "up to " + limit;
        String rule =
                needed
                        + " or more: two for each of "
                        + connections
                        + " connections, and "
                        + FILES_BESIDES;
        return limit >= needed
                ? Finding.ok("open files", value, rule)
                : Finding.warn(
                        "open files",
                        value,
                        rule,
                        "raise the limit (ulimit -n, LimitNOFILE= in a systemd unit), or lower"
                                + " edge.max_connections");
    }

    /// @param newest when the newest file of the data folder was written; the epoch for none
    static Finding clock(Instant now, Instant newest) {
        String value = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String rule = "not before the newest file of the data folder";
        String advice = "set the clock of this machine and let a time service keep it (NTP)";
        if (now.isBefore(EARLIEST)) {
            return Finding.fail("clock", value, "a time after " + EARLIEST, advice);
        }
        return newest.isAfter(now.plus(SKEW))
                ? Finding.warn("clock", value + ", but a file is of " + newest, rule, advice)
                : Finding.ok("clock", value, rule);
    }
}
