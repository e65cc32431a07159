// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asking another process again until it has the answer.
final class Eventually {
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(20);

    private Eventually() {}

    /// The first value that is not null.
    ///
    /// @throws AssertionError when there was none before the deadline
    static <T> T that(Duration deadline, Supplier<@Nullable T> question, Supplier<String> hope) {
        long end = System.nanoTime() + deadline.toNanos();
        T answer = question.get();
        while (answer == null) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + deadline + ": " + hope.get());
            }
            LockSupport.parkNanos(BETWEEN);
            answer = question.get();
        }
        return answer;
    }
}
