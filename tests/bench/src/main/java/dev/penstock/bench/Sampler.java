// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// Takes samples: tells a load generator what to do and reads what that costs. Targets take turns, so
/// that a slow change of the machine meets all of them.
final class Sampler {

    private static final int TRIES = 3;

    // A JVM whose compilers take less has compiled what matters.
    private static final int COMPILING_PERCENT = 4;

    private static final long REST_MICROS = 10_000;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Proc proc;
    private final double noiseLimit;
    private final boolean acceptNoise;
    private final int warmRounds;
    private final Set<Long> ours = new TreeSet<>();

    /// @param warmRounds how often a target is warmed up at most
    Sampler(Proc proc, double noiseLimit, boolean acceptNoise, int warmRounds) {
        this.warmRounds = warmRounds;
        this.proc = proc;
        this.noiseLimit = noiseLimit;
        this.acceptNoise = acceptNoise;
        ours.add(ProcessHandle.current().pid());
    }

    /// Counts processes as part of the measurement from now on.
    void add(List<Long> pids) {
        ours.addAll(pids);
    }

    /// Has all targets warmed up, then sampled in turn.
    ///
    /// @param warm what warms one up, repeated until its compilers have little to do
    /// @param order what is sampled
    /// @return the samples by the names of the targets
    Samples inTurn(
            Child load,
            List<Target> targets,
            int repeats,
            Function<Target, Order> warm,
            Function<Target, Order> order) {
        Samples samples = new Samples();
        for (Target target : targets) {
            warmUp(load, target, warm.apply(target));
        }
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (Target target : targets) {
                samples.add(target.name(), sample(load, target, order.apply(target)));
            }
        }
        return samples;
    }

    private void warmUp(Child load, Target target, Order order) {
        boolean compiling = true;
        for (int round = 0; compiling && round < warmRounds; round++) {
            long cpu = proc.cpuMicros(target.pids());
            long compilers = proc.compilerMicros(target.pids());
            carryOut(load, order);
            long used = proc.cpuMicros(target.pids()) - cpu;
            compiling =
                    (proc.compilerMicros(target.pids()) - compilers) * 100
                            > used * COMPILING_PERCENT;
        }
    }

    /// Begins to watch what others use of the machine.
    Noise noise() {
        return new Noise(proc, ours);
    }

    /// Refuses a figure that others disturbed, unless that is accepted.
    ///
    /// @param cores what they used
    /// @param what was measured
    /// @throws DisturbedException when that was too much
    void tolerate(double cores, String what) {
        if (cores > noiseLimit && !acceptNoise) {
            throw new DisturbedException(
                    ("other processes used %.2f cores during %s; more than %.2f makes figures"
                                    + " worthless. Wait until the machine is quiet, or pass"
                                    + " --accept-noise to see marked figures")
                            .formatted(cores, what, noiseLimit));
        }
    }

    /// Takes one sample; again when others disturbed it.
    ///
    /// @throws DisturbedException when they go on doing so, and that is not accepted
    Sample sample(Child load, Target target, Order order) {
        Sample sample = once(load, target, order);
        for (int tried = 1; sample.foreignCores() > noiseLimit && !acceptNoise; tried++) {
            if (tried == TRIES) {
                throw new DisturbedException(
                        ("other processes used %.2f cores during a sample of %s, %d times in a row;"
                                        + " more than %.2f makes figures worthless. Wait until the"
                                        + " machine is quiet, or pass --accept-noise to see marked"
                                        + " figures")
                                .formatted(
                                        sample.foreignCores(), target.name(), TRIES, noiseLimit));
            }
            sample = once(load, target, order);
        }
        return sample;
    }

    private Sample once(Child load, Target target, Order order) {
        rest(target.pids());
        long begin = System.nanoTime();
        long cpu = proc.cpuMicros(target.pids());
        long compilers = proc.compilerMicros(target.pids());
        Noise noise = new Noise(proc, ours);
        LoadResult result = carryOut(load, order);
        double foreign = noise.cores(System.nanoTime() - begin);
        // What is still written in the background belongs to the requests.
        rest(target.pids());
        return new Sample(
                result,
                proc.cpuMicros(target.pids()) - cpu,
                Math.max(0, proc.compilerMicros(target.pids()) - compilers),
                proc.residentKib(target.pids()),
                foreign);
    }

    /// Waits until processes use next to nothing, or for half a minute.
    void rest(List<Long> pids) {
        long end = System.nanoTime() + LONGEST_REST.toNanos();
        int quiet = 0;
        while (quiet < 2 && System.nanoTime() < end && !pids.isEmpty()) {
            long before = proc.cpuMicros(pids);
            LockSupport.parkNanos(LOOK.toNanos());
            quiet = proc.cpuMicros(pids) - before <= REST_MICROS ? quiet + 1 : 0;
        }
    }

    /// Has a generator carry out an order, without measuring.
    static LoadResult carryOut(Child load, Order order) {
        load.say(Lines.JSON.writeValueAsString(order));
        Duration deadline = ANSWER.plusMillis(order.millis());
        return result(load.await(line -> line.startsWith("{"), deadline));
    }

    /// Has a generator begin to hold connections; they stand when this returns.
    static void hold(Child load, Order order) {
        load.say(Lines.JSON.writeValueAsString(order));
        String line =
                load.await(
                        each -> each.equals(Lines.READY) || each.startsWith("{"),
                        ANSWER.plusMillis(order.millis()));
        if (!line.equals(Lines.READY)) {
            throw new BenchException("not all streams could be opened: " + result(line));
        }
    }

    /// Ends held connections.
    static LoadResult release(Child load) {
        load.say(Lines.STOP);
        return result(load.await(line -> line.startsWith("{"), ANSWER));
    }

    private static LoadResult result(String line) {
        return Lines.JSON.readValue(line, LoadResult.class);
    }

    /// Waits for a time in which something is to happen by itself.
    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }
}
