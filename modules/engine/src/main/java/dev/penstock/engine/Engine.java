// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Caller;
import dev.penstock.spi.PresentedKey;
import dev.penstock.state.ProviderConfiguration;
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
    /// The row is closed before the end of the answer is told: the last bytes of a relayed answer
    /// come, and a translated one returns null, only afterwards. To be called by a virtual thread, so
    /// that [CallControl] can end its waits.
    ///
    /// @return the answer, to be closed by the receiver
    /// @throws dev.penstock.inference.FailureException when no attempt brought an answer
    Answer answer(Inbound inbound);

    /// The models that a caller may use, sorted by id: the organisation's public names and, as
    /// `uid/model`, what its providers offer. What a provider offers is asked of it at most every five
    /// minutes, and half a minute after it was asked in vain. Waits for three seconds at most; of a
    /// provider that does not answer the last list stands, and when there is none it is left out.
    List<ListedModel> models(Caller caller);

    /// The types of providers that can be configured, sorted.
    List<String> providerTypes();

    /// Calls a configured provider for its list of models, to see whether it can be used. Waits for
    /// ten seconds at most.
    ///
    /// @return the models
    /// @throws dev.penstock.inference.FailureException when it cannot be reached or refuses; NOT_FOUND;
    ///     BAD_REQUEST with the reason when its configuration makes no sense
    List<String> probe(UUID organisation, String providerUid);

    /// Calls a provider as it would be in a configuration, which need not be stored, for its list of
    /// models. Waits for ten seconds at most, and remembers nothing.
    ///
    /// @param candidate with a pool whose first usable credential is tried
    /// @return the models
    /// @throws dev.penstock.inference.FailureException as the other [#probe]
    List<String> probe(ProviderConfiguration candidate);

    /// Ends the calls that still run with a failure of kind STOPPING, waits two seconds for their
    /// callers to be told, and closes what is left of them and the providers. All ledger rows are
    /// closed when it returns.
    @Override
    void close();
}
