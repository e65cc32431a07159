// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.time.Duration;

/// One thing a reply does, in order.
sealed interface Step {
    /// Writes bytes exactly as they are and flushes them.
    record Write(byte[] bytes) implements Step {}

    /// Does nothing for a while.
    record Pause(Duration time) implements Step {}

    /// Goes on when the test opens the gate.
    record Await(Gate gate) implements Step {}

    /// Tells somebody that everything before is written.
    record Note(Runnable told) implements Step {}

    /// Ends the connection in order (FIN).
    record Cut() implements Step {}

    /// Ends the connection hard (RST).
    record Reset() implements Step {}

    /// Says nothing more and keeps the connection until the peer leaves.
    record Silence() implements Step {}
}
