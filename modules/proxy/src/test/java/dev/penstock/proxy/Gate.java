// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Something a test lets happen, or waits for.
final class Gate {

    private final CountDownLatch latch = new CountDownLatch(1);

    void open() {
        latch.countDown();
    }

    boolean isOpen() {
        return latch.getCount() == 0;
    }

    boolean await(long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at a gate", e);
        }
    }
}
