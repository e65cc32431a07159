// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowReaderTest {

    private static final int KIB = 1024;
    // What lies between an event taken from the provider and a caller that does not read it: the
    // system's buffers of both ends, and one event in the gateway's hands.
    private static final long ON_THE_WAY = 1024 * KIB;
    private static final long PER_READER = 256 * KIB;
    private static final long FLOOD = 4_096;

    private static long settled(FloodRelay relay) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        long before = -1;
        long now = relay.taken.get();
        while (now == 0 || before != now) {
            assertThat(System.nanoTime()).as("bytes taken, still growing: %d", now).isLessThan(end);
            assertThat(new Gate().await(250)).isFalse();
            before = now;
            now = relay.taken.get();
        }
        return now;
    }

    @Test
    void aCallerThatStopsReadingStopsTheReadingOfItsProvider() throws Exception {
        FloodRelay relay = new FloodRelay(FLOOD);
        try (Plane plane = new Plane();
                RawCaller caller = new RawCaller(plane.port(), 8 * KIB)) {
            plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            long held = settled(relay);
            assertThat(held).isLessThan(ON_THE_WAY);
            // What it reads is what is taken anew, byte for byte.
            long read = 0;
            for (int i = 0; i < FLOOD; i++) {
                read += caller.chunk().length();
                assertThat(relay.taken.get() - read).isLessThan(ON_THE_WAY);
            }
            assertThat(caller.chunk()).isEmpty();
            assertThat(read).isEqualTo(FLOOD * FloodRelay.EVENT.length);
            assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).head().status()).isEqualTo(200);
        }
    }

    @Test
    void aCallerThatNeverReadsAgainIsCutAndItsProviderCancelled() throws Exception {
        FloodRelay relay = new FloodRelay(FLOOD);
        try (Plane plane = new Plane(Plane.answers(Duration.ofMillis(500), KIB));
                RawCaller caller = new RawCaller(plane.port(), 8 * KIB)) {
            plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
            caller.post(Plane.CHAT, Plane.STREAM_BODY).head();
            assertThat(relay.closed.await(5_000)).isTrue();
            assertThat(relay.taken.get()).isLessThan(ON_THE_WAY);
        }
    }

    @Test
    void slowReadersHoldLittleMemory() throws Exception {
        int readers = 200;
        Queue<FloodRelay> relays = new ConcurrentLinkedQueue<>();
        List<RawCaller> callers = new ArrayList<>();
        try (Plane plane = new Plane()) {
            plane.engine.script = inbound -> FakeEngine.relayed(inbound, flood(relays));
            RawCaller warm = new RawCaller(plane.port(), 8 * KIB);
            callers.add(warm.post(Plane.CHAT, Plane.STREAM_BODY));
            warm.head();
            relays.forEach(SlowReaderTest::settled);
            long before = used();
            for (int i = 0; i < readers; i++) {
                RawCaller caller = new RawCaller(plane.port(), 8 * KIB);
                callers.add(caller.post(Plane.CHAT, Plane.STREAM_BODY));
                caller.head();
            }
            relays.forEach(SlowReaderTest::begun);
            settled(relays.peek());
            assertThat((used() - before) / readers).isLessThan(PER_READER);
        } finally {
            for (RawCaller caller : callers) {
                caller.close();
            }
        }
    }

    private static FloodRelay flood(Queue<FloodRelay> relays) {
        FloodRelay relay = new FloodRelay(Long.MAX_VALUE);
        relays.add(relay);
        return relay;
    }

    private static void begun(FloodRelay relay) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (relay.taken.get() < 64 * KIB) {
            assertThat(System.nanoTime()).isLessThan(end);
            assertThat(new Gate().await(1)).isFalse();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void threeHundredSlowCallersDoNotDisturbFiftyNormalOnes() throws Exception {
        Queue<FloodRelay> relays = new ConcurrentLinkedQueue<>();
        List<RawCaller> slow = new ArrayList<>();
        try (Plane plane = new Plane();
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            plane.engine.script =
                    inbound ->
                            FakeEngine.relayed(
                                    inbound,
                                    inbound.raw().stream()
                                            ? flood(relays)
                                            : ScriptedRelay.plain("{}"));
            normal(plane, crowd);
            long alone = normal(plane, crowd);
            for (int i = 0; i < 300; i++) {
                RawCaller caller = new RawCaller(plane.port(), 8 * KIB);
                slow.add(caller.post(Plane.CHAT, Plane.STREAM_BODY));
                caller.head();
            }
            relays.forEach(SlowReaderTest::begun);
            long beside = normal(plane, crowd);
            // Wide, because other work runs on the machines of tests.
            assertThat(Duration.ofNanos(beside))
                    .isLessThan(Duration.ofNanos(5 * alone).plusMillis(500));
            assertThat(relays).noneMatch(relay -> relay.closed.isOpen());
        } finally {
            for (RawCaller caller : slow) {
                caller.close();
            }
        }
    }

    /// The 99th percentile of ten calls of each of fifty callers, in nanoseconds.
    private static long normal(Plane plane, ExecutorService crowd) throws Exception {
        List<Future<long[]>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(crowd.submit(() -> calls(plane)));
        }
        List<Long> times = new ArrayList<>();
        for (Future<long[]> one : all) {
            Arrays.stream(one.get(60, TimeUnit.SECONDS)).forEach(times::add);
        }
        times.sort(null);
        return times.get(times.size() * 99 / 100);
    }

    private static long[] calls(Plane plane) throws Exception {
        long[] times = new long[10];
        try (RawCaller caller = plane.caller()) {
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                RawCaller.Reply reply = caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply();
                assertThat(reply.status()).isEqualTo(200);
                times[i] = System.nanoTime() - start;
            }
        }
        return times;
    }
}
