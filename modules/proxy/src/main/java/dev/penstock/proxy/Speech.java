// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.inference.Failure;
import dev.penstock.inference.InferenceRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.wire.AnswerIdentity;
import dev.penstock.wire.AnswerWriter;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;

/// How requests of one endpoint are read and answered. One instance serves all calls.
interface Speech {

    /// How one request is answered: otherwise than all others in formats whose answers repeat it.
    default Speech about(RawRequest raw) {
        return this;
    }

    /// Finds what the gateway acts on.
    ///
    /// @param body the whole body; must not change afterwards
    /// @param headers the caller's, by lower-case name, without keys
    /// @throws dev.penstock.inference.FailureException of the caller
    RawRequest scan(ServerRequest request, byte[] body, Map<String, List<String>> headers);

    /// Decodes the whole request.
    ///
    /// @throws dev.penstock.inference.FailureException of the caller
    InferenceRequest decode(RawRequest raw);

    /// Encodes an answer in words, vectors or a count, whole. A relayed one needs no encoding.
    ///
    /// @throws IllegalArgumentException when this endpoint never asks for an answer of that kind
    byte[] encode(Answer answer, AnswerIdentity identity);

    /// The same where the encoding depends on what the request asks for.
    ///
    /// @param raw the request
    default byte[] encode(Answer answer, RawRequest raw, AnswerIdentity identity) {
        return encode(answer, identity);
    }

    /// Begins the encoding of a streamed answer in words.
    AnswerWriter writer(AnswerIdentity identity, boolean usageAsked);

    /// Encodes a failure as the last event of a stream.
    byte[] encodeEvent(Failure failure, String requestId);
}
