// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.settings.SettingsReader;
import dev.penstock.app.settings.SettingsSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The log of a gateway that is sent nonsense.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RefusalFloodTest {

    private static final int FLOOD = 600;
    private static final int LINES_A_SECOND = 10;
    private static final Logger LOG = Logger.getLogger("dev.penstock.proxy");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    lines.add(entry.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @TempDir private Path home;

    private long told() {
        return lines.stream().filter(line -> line.startsWith("refused a request")).count();
    }

    private long suppressed() {
        return lines.stream()
                .filter(line -> line.startsWith("suppressed "))
                .mapToLong(line -> Long.parseLong(line.split(" ", 3)[1]))
                .sum();
    }

    @Test
    void aFloodOfNonsenseLeavesFewLinesAndTheirNumber() throws Exception {
        LOG.addHandler(handler);
        try (Gateway gateway =
                Gateway.start(
                        SettingsReader.read(
                                new SettingsSources(
                                        Map.of(
                                                "host", "127.0.0.1",
                                                "port", "0",
                                                "management.port", "0",
                                                "shutdown_grace", "0s"),
                                        Map.of(),
                                        null,
                                        home)))) {
            long start = System.nanoTime();
            String secret = "planted-canary".repeat(100);
            for (int i = 0; i < FLOOD; i++) {
                try (RawConnection caller = new RawConnection(gateway.facts().address())) {
                    caller.send("GET /" + secret + "<> HTTP/1.1\r\nHost: a\r\n : " + secret);
                    assertThat(caller.send("\r\n\r\n").head()).startsWith("HTTP/1.1 400 ");
                }
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 2;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (told() + suppressed() < FLOOD && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(told() + suppressed()).isEqualTo(FLOOD);
            assertThat(told()).isLessThanOrEqualTo(seconds * LINES_A_SECOND).isLessThan(FLOOD / 2);
        } finally {
            LOG.removeHandler(handler);
        }
        assertThat(List.copyOf(lines))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThan(1_000).doesNotContain("planted"));
    }
}
