// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Set;

/// Answers requests. One instance serves all calls of one configured provider, from many virtual
/// threads at once; blocking is the normal way to wait.
///
/// ## What the gateway guarantees
/// 1. Nothing is called after [#close]; close is called once.
/// 2. A call that takes the relay lane has a format out of [#formats].
/// 3. Every stream handed out is closed.
///
/// ## What a provider guarantees
/// 1. It fails only with [dev.penstock.inference.FailureException] of
///    [dev.penstock.inference.Failure.Provider] or [dev.penstock.inference.Failure.Caller]; anything
///    else is recorded as its defect and shown to callers as an internal error without details.
/// 2. Messages hold no secret, host or account.
/// 3. One call of [#chat] or [#relay] makes one billable request at most; trying again is the
///    gateway's business.
/// 4. A thread that waits in it, or in a stream of it, may be interrupted, because the call was ended;
///    the wait then ends at once with any failure, and so does the request to the provider.
public interface Provider extends AutoCloseable {

    /// The formats that this provider speaks natively for a model; empty for one that only knows
    /// words. Cheap; asked on every call.
    Set<WireFormat> formats(String model);

    /// Translate lane: answers a conversation. Returns when the provider has begun to answer.
    ///
    /// @param request with this provider's own model name
    /// @param attempt which attempt it is
    /// @throws dev.penstock.inference.FailureException when the provider refuses or cannot be reached
    ChatReply chat(ChatRequest request, UpstreamAttempt attempt);

    /// Relay lane: sends the caller's body on. Returns when the provider has begun to answer with a
    /// success; an error answer is thrown.
    ///
    /// @param request in a format out of [#formats]
    /// @param model this provider's own model name, to be put into the body
    /// @param attempt which attempt it is
    /// @throws dev.penstock.inference.FailureException when the provider refuses or cannot be reached
    /// @throws UnsupportedOperationException when [#formats] is always empty
    default RelayStream relay(RawRequest request, String model, UpstreamAttempt attempt) {
        throw new UnsupportedOperationException("no native format");
    }

    /// What can be asked of it in words for a model. Cheap; asked on every call that is translated.
    default Set<Task> tasks(String model) {
        return Set.of(Task.CHAT);
    }

    /// Translate lane: turns texts into vectors.
    ///
    /// @param request with this provider's own model name
    /// @param attempt which attempt it is
    /// @throws dev.penstock.inference.FailureException when the provider refuses or cannot be reached
    /// @throws UnsupportedOperationException when [#tasks] does not name it
    default EmbeddingReply embed(EmbeddingRequest request, UpstreamAttempt attempt) {
        throw new UnsupportedOperationException("no embeddings");
    }

    /// Translate lane: counts the tokens of a conversation by the provider's own counter.
    ///
    /// @param conversation with this provider's own model name
    /// @param attempt which attempt it is
    /// @return input tokens
    /// @throws dev.penstock.inference.FailureException when the provider refuses or cannot be reached
    /// @throws UnsupportedOperationException when [#tasks] does not name it
    default long countTokens(ChatRequest conversation, UpstreamAttempt attempt) {
        throw new UnsupportedOperationException("no counter of tokens");
    }

    /// The models that the provider offers now, by its own names, in its order. May call the
    /// provider; the gateway keeps the answer for five minutes.
    ///
    /// @throws dev.penstock.inference.FailureException when they cannot be had
    List<String> models();

    /// Releases what the instance holds. Called after the last call ended.
    @Override
    void close();
}
