// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.AnswerFacts;
import dev.penstock.engine.Inbound;
import dev.penstock.wire.AnswerIdentity;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// One call at the door.
record InferenceCall(
        Dialect dialect,
        Speech speech,
        Inbound inbound,
        AnswerIdentity identity,
        ServerRequest request,
        ServerResponse response) {

    /// The head of a stream of which nothing is known yet.
    void beginStream(ServerResponse sent) {
        Answers.id(sent, dialect, inbound.id());
        Answers.eventStream(sent, "text/event-stream; charset=utf-8");
    }

    /// The head of a stream in this call's own encoding, or the provider's.
    void beginStream(ServerResponse sent, AnswerFacts facts, String contentType) {
        Answers.facts(sent, facts);
        Answers.id(sent, dialect, inbound.id());
        Answers.eventStream(sent, contentType);
    }
}
