// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.Failure;
import dev.penstock.wire.AnswerIdentity;
import dev.penstock.wire.AnswerWriter;

/// What is never answered piece by piece.
abstract class WholeSpeech implements Speech {

    @Override
    public final AnswerWriter writer(AnswerIdentity identity, boolean usageAsked) {
        throw new IllegalStateException("a stream of what is only told whole");
    }

    @Override
    public final byte[] encodeEvent(Failure failure, String requestId) {
        throw new IllegalStateException("a stream of what is only told whole");
    }
}
