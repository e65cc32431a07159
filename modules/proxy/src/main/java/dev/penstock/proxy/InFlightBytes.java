// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The bound of request bytes that the gateway holds at once. Who comes first is served first, so a
/// large body is not overtaken for ever by small ones.
final class InFlightBytes {

    // Counted in KiB, so that a large heap fits into the semaphore's int.
    private static final long UNIT = 1024;

    private final Semaphore room;
    private final int all;
    private final Duration admission;

    InFlightBytes(long bytes, Duration admission) {
        this.all = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / UNIT));
        this.room = new Semaphore(all, true);
        this.admission = admission;
    }

    /// Waits for room.
    ///
    /// @throws FailureException BUSY when there is none in time
    Hold take(long bytes) {
        int units = units(bytes);
        try {
            if (!room.tryAcquire(units, admission.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new FailureException(
                        new Failure.Gateway(
                                Failure.GatewayKind.BUSY,
                                "the gateway holds as many request bytes as it may; try again",
                                Duration.ofSeconds(1)));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new FailureException(
                    new Failure.Gateway(
                            Failure.GatewayKind.STOPPING, "the gateway is being stopped", null));
        }
        return new Hold(units);
    }

    private int units(long bytes) {
        return (int) Math.min(all, Math.max(1, (bytes + UNIT - 1) / UNIT));
    }

    /// Room taken. Used by one thread.
    final class Hold implements AutoCloseable {
        private int units;

        private Hold(int units) {
            this.units = units;
        }

        /// Gives back what was taken beyond this many bytes.
        void shrink(long bytes) {
            int needed = Math.min(units, units(bytes));
            room.release(units - needed);
            units = needed;
        }

        /// Gives everything back; closing twice is harmless.
        @Override
        public void close() {
            room.release(units);
            units = 0;
        }
    }
}
