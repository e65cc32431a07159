// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Waiting for what other threads do, always with a deadline.
final class Awaited {
    private Awaited() {}

    /// The value, or an `AssertionError` with the told text when the deadline passes first.
    static <T> T value(CompletableFuture<T> future, Duration deadline, Supplier<String> told) {
        try {
            return future.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(told.get() + " (waited " + deadline + ")", late);
        } catch (ExecutionException failed) {
            throw new AssertionError(told.get(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told.get() + " (interrupted)", interrupted);
        }
    }

    /// Whether one of the futures was completed within the time.
    static boolean any(Duration time, CompletableFuture<?>... futures) {
        try {
            CompletableFuture.anyOf(futures).get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
