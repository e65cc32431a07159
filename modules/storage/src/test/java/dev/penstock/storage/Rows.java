// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Ledger rows to test with.
final class Rows {

    private static final TimeOrderedIds IDS =
            new TimeOrderedIds(InstantSource.system(), new SecureRandom());

    private Rows() {}

    static UUID id() {
        return IDS.next();
    }

    static LedgerEntry.Opened opened(UUID organisation) {
        return opened(organisation, UUID.randomUUID());
    }

    static LedgerEntry.Opened opened(UUID organisation, UUID call) {
        return new LedgerEntry.Opened(
                id(),
                call,
                organisation,
                new UUID(1, 1),
                new UUID(1, 2),
                new UUID(1, 3),
                "main",
                "openai",
                "fast",
                "fast",
                "gpt-4o-mini",
                "/v1/chat/completions",
                true,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                1_000,
                null);
    }

    static LedgerEntry.Opened opened(UUID organisation, Instant at) {
        return opened(organisation, new UUID(1, 3), "main", "fast", at);
    }

    static LedgerEntry.Opened opened(
            UUID organisation, UUID key, String provider, String model, Instant at) {
        LedgerEntry.Opened row = opened(organisation);
        return new LedgerEntry.Opened(
                row.attempt(),
                row.call(),
                organisation,
                row.team(),
                row.project(),
                key,
                provider,
                row.providerType(),
                model,
                model,
                row.upstreamModel(),
                row.endpoint(),
                row.stream(),
                at,
                row.estimatedInput(),
                null);
    }

    static LedgerEntry.Opened priced(UUID organisation, String priceVersion) {
        LedgerEntry.Opened row = opened(organisation);
        return new LedgerEntry.Opened(
                row.attempt(),
                row.call(),
                organisation,
                row.team(),
                row.project(),
                row.key(),
                row.provider(),
                row.providerType(),
                row.route(),
                row.publicModel(),
                row.upstreamModel(),
                row.endpoint(),
                row.stream(),
                row.at(),
                row.estimatedInput(),
                priceVersion);
    }

    static LedgerEntry.Opened credentialed(UUID organisation, UUID credential) {
        LedgerEntry.Opened row = opened(organisation);
        return new LedgerEntry.Opened(
                row.attempt(),
                row.call(),
                row.organisation(),
                row.team(),
                row.project(),
                row.key(),
                row.provider(),
                row.providerType(),
                row.route(),
                row.publicModel(),
                row.upstreamModel(),
                row.endpoint(),
                row.stream(),
                row.at(),
                row.estimatedInput(),
                row.priceVersion(),
                credential);
    }

    static LedgerEntry.Closed refused(LedgerEntry.Opened row, int status) {
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.RELEASED,
                "upstream_rate_limited",
                row.at().plusMillis(5),
                null,
                Usage.none(),
                UsageSource.ESTIMATED,
                Money.ZERO,
                null,
                null,
                status);
    }

    static LedgerEntry.Closed settled(LedgerEntry.Opened row, Usage usage, long nanos) {
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.SETTLED,
                "ok",
                row.at().plusMillis(900),
                row.at().plusMillis(200),
                usage,
                UsageSource.PROVIDER,
                new Money(nanos),
                null,
                "chatcmpl-1");
    }

    static LedgerEntry.Closed settled(LedgerEntry.Opened row) {
        return settled(row, Usage.tokens(10, 20), 30);
    }

    static LedgerEntry.Closed released(LedgerEntry.Opened row) {
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.RELEASED,
                "upstream_unreachable",
                row.at().plusMillis(5),
                null,
                Usage.none(),
                UsageSource.ESTIMATED,
                Money.ZERO,
                null,
                null);
    }
}
