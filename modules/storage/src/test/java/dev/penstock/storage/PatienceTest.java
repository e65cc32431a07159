// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatienceTest {

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void bringsWhatIsThereAlreadyEvenWhenNoTimeIsLeft() throws Exception {
        assertThat(Patience.waitFor(CompletableFuture.completedFuture("done"), in(Duration.ZERO)))
                .isEqualTo("done");
    }

    @Test
    void bringsWhatComesInTime() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> work.complete("done"));
        assertThat(Patience.waitFor(work, in(Duration.ofSeconds(20)))).isEqualTo("done");
    }

    @Test
    void givesUpInTimeAndLeavesTheWorkAlone() {
        CompletableFuture<String> work = new CompletableFuture<>();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> Patience.waitFor(work, in(Duration.ofMillis(100))))
                .isInstanceOf(TimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
        assertThat(work).isNotDone();
    }

    @Test
    void manyWaitsEndEachByItself() throws Exception {
        AtomicInteger late = new AtomicInteger();
        CompletableFuture<String> never = new CompletableFuture<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int millis = i;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    Patience.waitFor(never, in(Duration.ofMillis(millis)));
                                } catch (TimeoutException e) {
                                    late.incrementAndGet();
                                } catch (ExecutionException e) {
                                    throw new IllegalStateException(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(late).hasValue(100);
    }

    @Test
    void failureOfTheWorkIsToldAsItIs() {
        CompletableFuture<String> work = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> work.completeExceptionally(new IllegalStateException("no")));
        assertThatThrownBy(() -> Patience.waitFor(work, in(Duration.ofSeconds(20))))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void interruptEndsNoWaitAndStandsAfterwards() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                Thread.currentThread().interrupt();
                                String brought = Patience.waitFor(work, in(Duration.ofSeconds(20)));
                                interrupted.complete(
                                        brought.equals("done") && Thread.interrupted());
                            } catch (TimeoutException | ExecutionException e) {
                                interrupted.completeExceptionally(e);
                            }
                        });
        Future<Boolean> outcome = interrupted;
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        work.complete("done");
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isTrue();
    }
}
