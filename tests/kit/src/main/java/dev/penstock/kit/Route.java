// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// What an upstream does at one path.
record Route(BodyReading reading, Responder responder) {
    Route reading(BodyReading other) {
        return new Route(other, responder);
    }

    Reply answer(RecordedRequest request, FaultUpstream upstream) {
        try {
            return responder.answer(request);
        } catch (RuntimeException | AssertionError broken) {
            upstream.broken(broken);
            return Reply.resetAtOnce();
        }
    }
}
