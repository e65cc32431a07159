// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.Arrays;

/// The body of a plain answer as it grows, up to [AnswerReader#MAX_EVENT] or another bound.
final class BodyBuffer {

    private static final int FIRST = 4 * 1024;

    private final int most;
    private byte[] array = {};
    private int length;

    BodyBuffer() {
        this(AnswerReader.MAX_EVENT);
    }

    /// @param most the largest body, in bytes
    BodyBuffer(int most) {
        this.most = most;
    }

    /// Adds bytes.
    ///
    /// @throws FailureException MALFORMED when there are too many
    void add(byte[] bytes, int offset, int count) {
        long wanted = (long) length + count;
        if (wanted > most) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.MALFORMED,
                            "the provider's answer is larger than " + most + " bytes"));
        }
        if (wanted > array.length) {
            array = Arrays.copyOf(array, (int) Math.max(wanted, Math.max(FIRST, 2L * length)));
        }
        System.arraycopy(bytes, offset, array, length, count);
        length = (int) wanted;
    }

    /// Demands that anything came.
    ///
    /// @throws FailureException TRUNCATED
    void refuseEmpty() {
        if (length == 0) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.TRUNCATED, "the provider's answer is empty"));
        }
    }

    /// The bytes; those beyond [#length] mean nothing.
    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    /// Forgets the bytes and keeps their room.
    void clear() {
        length = 0;
    }
}
