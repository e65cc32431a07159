// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BellTest {

    private static final int RINGS = 5_000;

    private final Queue<Integer> given = new ConcurrentLinkedQueue<>();
    private final CountDownLatch taken = new CountDownLatch(RINGS);
    private final AtomicReference<Bell> bell = new AtomicReference<>();
    private final Thread sleeper = Thread.ofPlatform().daemon().unstarted(this::sleepAndTake);
    private volatile boolean over;

    private void sleepAndTake() {
        while (!over) {
            while (given.isEmpty() && !over) {
                bell.get().await();
            }
            while (given.poll() != null) {
                taken.countDown();
            }
        }
    }

    @BeforeEach
    void begin() {
        bell.set(new Bell(sleeper));
        sleeper.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        over = true;
        bell.get().ring();
        sleeper.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(sleeper.isAlive()).isFalse();
        bell.get().silence();
    }

    private void give(int index) {
        given.add(index);
        bell.get().ring();
    }

    @Test
    void nothingThatManyVirtualThreadsGiveIsLeftLying() throws InterruptedException {
        List<Thread> givers = new ArrayList<>();
        for (int giver = 0; giver < 100; giver++) {
            givers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < RINGS / 100; i++) {
                                    give(i);
                                    if (i % 7 == 0) {
                                        LockSupport.parkNanos(1);
                                    }
                                }
                            }));
        }
        for (Thread giver : givers) {
            giver.join();
        }
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneRingAfterAnotherWakesASleeperThatSleepsBetweenThem() throws InterruptedException {
        Thread giver =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < RINGS; i++) {
                                give(i);
                                while (!given.isEmpty()) {
                                    LockSupport.parkNanos(1);
                                }
                            }
                        });
        assertThat(giver.join(Duration.ofSeconds(20))).isTrue();
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void platformThreadRingsByItself() throws InterruptedException {
        for (int i = 0; i < RINGS; i++) {
            give(i);
        }
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
