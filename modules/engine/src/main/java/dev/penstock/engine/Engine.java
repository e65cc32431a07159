// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Caller;
import dev.penstock.spi.PresentedKey;
import java.util.List;
import java.util.UUID;

/// Answers inferences. One instance for the life of the gateway; safe for many threads; every method
/// blocks the calling virtual thread until it has its result.
public interface Engine extends AutoCloseable {

    /// An engine out of its parts.
    static Engine of(EngineParts parts) {
        return new AttemptingEngine(parts);
    }

    /// A new id for a call: the `x-request-id` that its caller is told.
    UUID newCallId();

    /// Decides who calls, before anything of the body is read.
    ///
    /// @throws dev.penstock.inference.FailureException UNAUTHENTICATED
    Caller authenticate(PresentedKey key);

    /// Answers a call. Returns when first content is there; until then nothing of the answer may
    /// reach the caller, and the engine is free to try elsewhere. The ledger row of each attempt is
    /// opened before the provider is called, and closed by whatever ends it.
    ///
    /// @return the answer, to be closed by the receiver
    /// @throws dev.penstock.inference.FailureException when no attempt brought an answer
    Answer answer(Inbound inbound);

    /// The models that a caller may use, sorted by id: the organisation's public names and, as
    /// `uid/model`, what its providers offer. What a provider offers is asked of it at most every five
    /// minutes; one that does not answer is left out.
    List<ListedModel> models(Caller caller);

    /// The types of providers that can be configured, sorted.
    List<String> providerTypes();

    /// Calls a configured provider for its list of models, to see whether it can be used.
    ///
    /// @return the models
    /// @throws dev.penstock.inference.FailureException when it cannot be reached or refuses
    List<String> probe(UUID organisation, String providerUid);

    /// Closes the providers. Calls that still run are ended with a failure of kind STOPPING.
    @Override
    void close();
}
