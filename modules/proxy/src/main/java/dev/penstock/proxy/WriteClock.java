// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

/// Knows since when a write to a caller has been waiting. Written by who writes, read by anyone.
final class WriteClock {

    private volatile boolean writing;
    private volatile long since;

    void begin() {
        since = System.nanoTime();
        writing = true;
    }

    void end() {
        writing = false;
    }

    /// Whether a write has been waiting for longer than so many nanoseconds.
    boolean longerThan(long nanos, long now) {
        return writing && now - since > nanos;
    }
}
