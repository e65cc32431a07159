// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The load generator against the mock upstream, both in this process.
class LoadTest {

    private MockUpstream mock;
    private Thread serving;

    @BeforeEach
    void serve() throws IOException {
        mock = new MockUpstream();
        serving =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                mock.run();
                            } catch (IOException broken) {
                                throw new UncheckedIOException(broken);
                            }
                        });
    }

    @AfterEach
    void stop() throws Exception {
        mock.stop();
        serving.join();
        mock.close();
    }

    private Target target(String path) throws IOException {
        return new Target("mock", mock.port(), path, "Bearer x", "m", List.of());
    }

    private static LoadResult run(Order order) throws IOException {
        return run(order, new AtomicBoolean(), () -> {});
    }

    private static LoadResult run(Order order, AtomicBoolean stopped, Runnable ready)
            throws IOException {
        try (Load load = new Load(order, stopped, ready)) {
            return load.run();
        }
    }

    @Test
    void wantedNumberOfRequestsIsAnswered() throws IOException {
        LoadResult result = run(target("/v1/chat/completions").json(3, 30, 500));

        assertThat(result.done()).isEqualTo(500);
        assertThat(result.failures()).as(result.firstFailure()).isZero();
        assertThat(result.p50Micros()).isPositive().isLessThanOrEqualTo(result.p99Micros());
        assertThat(result.p99Micros()).isLessThanOrEqualTo(result.maxMicros());
        assertThat(result.seconds()).isPositive();
    }

    @Test
    void timeEndsRequestsThatHaveNoNumber() throws IOException {
        LoadResult result = run(target("/v1/messages").json(2, 1, 0));

        assertThat(result.done()).isGreaterThan(10);
        assertThat(result.failures()).isZero();
        assertThat(result.seconds()).isBetween(0.5, 10.0);
    }

    @Test
    void refusalIsAFailureWithItsReason() throws IOException {
        LoadResult result = run(target("/nowhere").json(1, 30, 3));

        assertThat(result.done()).isZero();
        assertThat(result.failures()).isEqualTo(3);
        assertThat(result.firstFailure()).contains("404").contains("does not know /nowhere");
    }

    @Test
    void nobodyThereIsAFailure() throws IOException {
        Order order = new Order(Order.Kind.STREAMS, 1, "/", "", "", 2, 0, 5000, 1, 0);

        LoadResult result = run(order);

        assertThat(result.failures()).isEqualTo(2);
        assertThat(result.firstFailure()).contains("could not connect");
    }

    @Test
    void streamsComeWholeAndAtTheirPace() throws IOException {
        StreamWish wish = new StreamWish(20, 20_000, 3);

        LoadResult result = run(target("/v1/chat/completions").streams(5, wish, 30));

        assertThat(result.done()).as(result.firstFailure()).isEqualTo(5);
        assertThat(result.chunks()).isEqualTo(100);
        assertThat(result.failures()).isZero();
        assertThat(result.seconds()).isGreaterThan(19 * 0.02);
    }

    @Test
    void streamThatIsNotWholeInTimeIsAFailure() throws IOException {
        StreamWish wish = new StreamWish(1000, 1_000_000, 0);

        LoadResult result = run(target("/v1/chat/completions").streams(2, wish, 2));

        assertThat(result.done()).isZero();
        assertThat(result.failures()).isEqualTo(2);
    }

    @Test
    void slowReadersAreHeldUntilToldToStop() throws IOException {
        StreamWish endless = new StreamWish(1_000_000, 0, 4096);
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicInteger ready = new AtomicInteger();

        LoadResult result =
                run(
                        target("/v1/chat/completions").hold(3, endless, 60, 1024),
                        stopped,
                        () -> {
                            ready.incrementAndGet();
                            stopped.set(true);
                        });

        assertThat(ready).hasValue(1);
        assertThat(result.done()).isEqualTo(3);
        assertThat(result.failures()).isZero();
        // Seconds of a provider without bounds, and yet kilobytes.
        assertThat(result.chunks()).isLessThan(20);
    }

    @Test
    void heldStreamThatEndsIsLost() throws IOException {
        AtomicBoolean stopped = new AtomicBoolean();

        LoadResult result =
                run(
                        target("/v1/chat/completions").hold(1, new StreamWish(1, 0, 0), 2, 0),
                        stopped,
                        () ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            Sampler.pause(java.time.Duration.ofMillis(500));
                                            stopped.set(true);
                                        }));

        assertThat(result.done()).isZero();
        assertThat(result.failures()).isEqualTo(1);
        assertThat(result.firstFailure()).contains("held stream ended");
    }
}
