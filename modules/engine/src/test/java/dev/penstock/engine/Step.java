// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One step of a scripted answer.
///
/// @param <T> what it gives
interface Step<T> {

    /// Takes the step; a null ends the answer as complete.
    T take(Closing closing) throws InterruptedException;

    /// Lets a step wait for the closing of its stream.
    final class Closing {
        private final CountDownLatch closed = new CountDownLatch(1);

        void close() {
            closed.countDown();
        }

        boolean closed() {
            return closed.getCount() == 0;
        }

        /// Waits for the closing, but not for long.
        void await(long milliseconds) throws InterruptedException {
            boolean _ = closed.await(milliseconds, TimeUnit.MILLISECONDS);
        }

        void await() throws InterruptedException {
            if (!closed.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody closed the stream");
            }
        }
    }

    /// Bytes of a relayed answer, and what the tap knows after them.
    record Piece(
            String text,
            boolean content,
            Usage usage,
            StopReason stop,
            long deltas,
            long characters) {

        static Piece of(String text) {
            return new Piece(text, true, null, null, 1, text.length());
        }

        static Piece preface(String text) {
            return new Piece(text, false, null, null, 0, 0);
        }

        Piece stopped() {
            return new Piece(text, content, usage, StopReason.END, deltas, characters);
        }

        Piece counted(long input, long output) {
            return new Piece(text, content, Usage.tokens(input, output), stop, deltas, characters);
        }
    }

    static <T> Step<T> give(T value) {
        return _ -> value;
    }

    static <T> Step<T> fail(Failure failure) {
        return raise(() -> new FailureException(failure));
    }

    static <T> Step<T> raise(Supplier<? extends RuntimeException> thrown) {
        return _ -> {
            throw thrown.get();
        };
    }

    /// Waits until the stream is closed, or, as a transport would, until the thread is interrupted.
    static <T> Step<T> hang() {
        return closing -> {
            try {
                closing.await();
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FailureException(
                        new Failure.Provider(Failure.ProviderKind.UNREACHABLE, "interrupted"), e);
            }
        };
    }

    /// Waits until the stream is closed, whatever else happens: a provider with a defect.
    static <T> Step<T> hangDeaf() {
        return closing -> {
            while (!closing.closed()) {
                try {
                    closing.await();
                } catch (InterruptedException _) {
                    // Deaf on purpose.
                }
            }
            return null;
        };
    }
}
