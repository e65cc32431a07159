// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final RefusalLog log = new RefusalLog(now::get, lines::add);

    private void pass(Duration time) {
        log.look(now.addAndGet(time.toNanos()));
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            log.refused("192.0.2.7", 400, "a header has no name");
        }
    }

    @Test
    void fewRefusalsAreAllToldAndNothingElse() {
        refuse(RefusalLog.LINES);
        pass(Duration.ofSeconds(2));

        assertThat(lines)
                .hasSize(RefusalLog.LINES)
                .containsOnly("refused a request of 192.0.2.7 with 400: a header has no name");
    }

    @Test
    void aFloodIsCountedAndTheCountIsToldWhenItHasPassed() {
        refuse(5_000);
        assertThat(lines).hasSize(RefusalLog.LINES);
        pass(Duration.ofMillis(999));
        assertThat(lines).hasSize(RefusalLog.LINES);

        pass(Duration.ofMillis(1));

        assertThat(lines)
                .hasSize(RefusalLog.LINES + 1)
                .last()
                .isEqualTo(
                        "suppressed 4990 more lines about refused requests; at most 10 are written"
                                + " in a second");
        pass(Duration.ofSeconds(5));
        assertThat(lines).hasSize(RefusalLog.LINES + 1);
    }

    @Test
    void everySecondHasLinesOfItsOwn() {
        for (int i = 0; i < 3; i++) {
            refuse(20);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        refuse(1);

        assertThat(lines).hasSize(3 * (RefusalLog.LINES + 1) + 1);
        assertThat(lines.stream().filter(line -> line.startsWith("suppressed 10 "))).hasSize(3);
    }

    @Test
    void linesAreShort() {
        log.refused("x".repeat(5_000), 400, "y".repeat(5_000));

        assertThat(lines).singleElement().asString().hasSizeLessThan(1_000);
    }

    @Test
    void noneIsLostWhenManyThreadsRefuse() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> refuse(1_000)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        pass(Duration.ofSeconds(1));

        assertThat(lines).hasSize(RefusalLog.LINES + 1).last().asString().contains(" 7990 ");
    }
}
