// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes UUIDs of version 7 (RFC 9562, section 5.7): ids that sort by the time they were made.
/// Safe for use by many threads when its randomness is.
public final class TimeOrderedIds {

    private final InstantSource clock;
    private final RandomGenerator random;

    /// A source of ids.
    ///
    /// @param clock gives the milliseconds
    /// @param random gives the other 74 bits; must be safe for the threads that share it
    public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A new id.
    public UUID next() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
