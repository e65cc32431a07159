// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// At most ten failures in fifteen minutes for each account and each address. Memory is bounded: the
/// names that failed longest ago are forgotten first.
final class SignInLimit {

    static final int FAILURES = 10;
    static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int NAMES = 10_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

    SignInLimit(InstantSource clock) {
        this.clock = clock;
    }

    /// Refuses when one of the names has failed too often.
    void check(String... names) {
        lock.lock();
        try {
            Instant now = clock.instant();
            for (String name : names) {
                Deque<Instant> times = failures.getOrDefault(name, new ArrayDeque<>());
                while (!times.isEmpty() && times.getFirst().isBefore(now.minus(WINDOW))) {
                    times.removeFirst();
                }
                if (times.size() >= FAILURES) {
                    Duration wait = Duration.between(now, times.getFirst().plus(WINDOW));
                    throw Problem.tooMany(
                            FAILURES
                                    + " tries failed; the next one is possible in "
                                    + Math.max(1, wait.toMinutes())
                                    + " minutes",
                            wait);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void failed(String... names) {
        lock.lock();
        try {
            for (String name : names) {
                Deque<Instant> times = failures.remove(name);
                times = times == null ? new ArrayDeque<>() : times;
                times.addLast(clock.instant());
                failures.put(name, times);
            }
            Iterator<String> oldest = failures.keySet().iterator();
            while (failures.size() > NAMES) {
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    void succeeded(String... names) {
        lock.lock();
        try {
            for (String name : names) {
                failures.remove(name);
            }
        } finally {
            lock.unlock();
        }
    }
}
