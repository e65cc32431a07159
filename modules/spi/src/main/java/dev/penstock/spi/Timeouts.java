// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.time.Duration;

/// How long a call waits for what. Every wait of the data path is bounded by one of these.
///
/// @param connect for a connection, name resolution and TLS included
/// @param firstByte from the last byte of the request to the head of the answer
/// @param idle between two reads of the answer
/// @param total for the whole call
public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {

    public Timeouts {
        positive(connect, "connect");
        positive(firstByte, "first-byte");
        positive(idle, "idle");
        positive(total, "total");
    }

    /// 5 s to connect, 120 s for the first byte, 120 s between bytes, 30 min in all.
    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(120),
                Duration.ofSeconds(120),
                Duration.ofMinutes(30));
    }

    private static void positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    name + " timeout is " + value + " but must be longer than nothing");
        }
    }
}
