// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of the ledger: one attempt to have a call answered by a provider.
///
/// @param opened what was known before the first byte went out
/// @param closed how it ended, or null while it runs
public record LedgerEntry(Opened opened, @Nullable Closed closed) {

    /// Written before the provider is called.
    ///
    /// @param attempt UUIDv7, unique for ever
    /// @param call the call it serves ([Call#id])
    /// @param organisation the tenant
    /// @param team of the key
    /// @param project of the key
    /// @param key that called
    /// @param provider uid
    /// @param providerType such as `openai`
    /// @param route the public name that was planned, or null
    /// @param publicModel as the caller wrote it
    /// @param upstreamModel as the provider knows it
    /// @param endpoint as [Call#endpoint]
    /// @param stream whether the answer is streamed
    /// @param at when
    /// @param estimatedInput input tokens by size, to settle with when nothing better is learned
    /// @param priceVersion the price that applies, or null when the model has none
    /// @param credential the provider's credential that was used, or null when it has none
    public record Opened(
            UUID attempt,
            UUID call,
            UUID organisation,
            UUID team,
            UUID project,
            UUID key,
            String provider,
            String providerType,
            @Nullable String route,
            String publicModel,
            String upstreamModel,
            String endpoint,
            boolean stream,
            Instant at,
            long estimatedInput,
            @Nullable String priceVersion,
            @Nullable UUID credential) {

        /// A row of a provider without a credential.
        public Opened(
                UUID attempt,
                UUID call,
                UUID organisation,
                UUID team,
                UUID project,
                UUID key,
                String provider,
                String providerType,
                @Nullable String route,
                String publicModel,
                String upstreamModel,
                String endpoint,
                boolean stream,
                Instant at,
                long estimatedInput,
                @Nullable String priceVersion) {
            this(
                    attempt,
                    call,
                    organisation,
                    team,
                    project,
                    key,
                    provider,
                    providerType,
                    route,
                    publicModel,
                    upstreamModel,
                    endpoint,
                    stream,
                    at,
                    estimatedInput,
                    priceVersion,
                    null);
        }
    }

    /// Written once, by whatever ended the attempt.
    ///
    /// @param attempt as opened
    /// @param state settled or released
    /// @param outcome `ok`, or the [Failure#code] that ended it
    /// @param at when
    /// @param firstContent when the first content came, or null
    /// @param usage the units
    /// @param source where the units come from
    /// @param cost by the price version of the opening; zero when it had none
    /// @param upstreamCost what the provider itself said it costs, or null
    /// @param upstreamId the provider's id of the request or answer, or null
    /// @param status the HTTP status that the provider refused with, 200 once it has begun to answer, or
    ///     null when neither is known
    public record Closed(
            UUID attempt,
            State state,
            String outcome,
            Instant at,
            @Nullable Instant firstContent,
            Usage usage,
            UsageSource source,
            Money cost,
            @Nullable Money upstreamCost,
            @Nullable String upstreamId,
            @Nullable Integer status) {

        /// An end without a known status.
        public Closed(
                UUID attempt,
                State state,
                String outcome,
                Instant at,
                @Nullable Instant firstContent,
                Usage usage,
                UsageSource source,
                Money cost,
                @Nullable Money upstreamCost,
                @Nullable String upstreamId) {
            this(
                    attempt,
                    state,
                    outcome,
                    at,
                    firstContent,
                    usage,
                    source,
                    cost,
                    upstreamCost,
                    upstreamId,
                    null);
        }
    }

    /// Where a row stands; it moves once, from open to one of the others.
    public enum State {
        /// The provider may be working.
        OPEN,
        /// Billed, with its usage.
        SETTLED,
        /// Certainly not billed.
        RELEASED
    }

    /// Where this row stands.
    public State state() {
        return closed == null ? State.OPEN : closed.state();
    }
}
