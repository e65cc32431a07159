// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.time.Duration;
import java.util.Objects;

/// How the upstream reads the body of a request before it answers.
public sealed interface BodyReading {
    /// The whole body at once.
    record Whole() implements BodyReading {}

    /// Not at all: the answer begins when the headers are there, and the connection ends after it.
    record Skipped() implements BodyReading {}

    /// A few bytes at a time.
    ///
    /// @param bytes bytes per read, at least 1
    /// @param pause time between two reads
    record Slow(int bytes, Duration pause) implements BodyReading {
        /// Refuses a size below 1.
        public Slow {
            Objects.requireNonNull(pause, "pause");
            if (bytes < 1) {
                throw new IllegalArgumentException(
                        "Slow reading of " + bytes + " bytes at a time; read at least 1");
            }
        }
    }

    /// The whole body, but only once the gate is open.
    ///
    /// @param gate opened by the test
    record Gated(Gate gate) implements BodyReading {}
}
