// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Watches an answer that holds no words: kept back until it is known to be one.
final class WholeTap implements RelayTap {

    /// Reads a whole answer.
    interface Reading {
        /// What the provider counted, or null when it does not say.
        ///
        /// @param bytes its first `length` bytes are the answer
        /// @throws dev.penstock.inference.FailureException when it is an error, or no such answer
        @Nullable Usage usage(byte[] bytes, int length);
    }

    /// The largest answer: two thousand vectors of three thousand numbers as text.
    static final int LARGEST = 64 * 1024 * 1024;

    private static final byte[] NONE = {};

    private final Reading reading;
    private final BodyBuffer body = new BodyBuffer(LARGEST);
    private @Nullable Usage usage;
    private boolean complete;

    WholeTap(Reading reading) {
        this.reading = reading;
    }

    @Override
    public Passed feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return new Passed(NONE, 0, 0, false);
    }

    @Override
    public Passed end() {
        body.refuseEmpty();
        usage = reading.usage(body.array(), body.length());
        complete = true;
        return new Passed(body.array(), 0, body.length(), true);
    }

    @Override
    public boolean content() {
        return complete;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public @Nullable StopReason stopReason() {
        return complete ? StopReason.END : null;
    }

    @Override
    public @Nullable String id() {
        return null;
    }

    @Override
    public long deltas() {
        return 0;
    }

    @Override
    public long characters() {
        return 0;
    }
}
