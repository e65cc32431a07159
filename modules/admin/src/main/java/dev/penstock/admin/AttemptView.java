// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An attempt: one row of the ledger.
///
/// @param credential the id of the provider's credential that was used, or null
/// @param status the HTTP status of the provider, or null when it is not known
/// @param latencyMs from opening to close, or null while it runs
/// @param firstContentMs from opening to first content, or null
record AttemptView(
        UUID attempt,
        UUID call,
        UUID key,
        String provider,
        String providerType,
        @Nullable String route,
        String publicModel,
        String upstreamModel,
        @Nullable UUID credential,
        String endpoint,
        boolean stream,
        String state,
        @Nullable String outcome,
        @Nullable Integer status,
        Instant opened,
        @Nullable Instant closed,
        @Nullable Long firstContentMs,
        @Nullable Long latencyMs,
        @Nullable Usage usage,
        @Nullable String costUsd,
        @Nullable String priceVersion,
        @Nullable String upstreamCostUsd,
        @Nullable String upstreamId) {

    static AttemptView of(LedgerEntry entry) {
        LedgerEntry.Opened o = entry.opened();
        LedgerEntry.Closed c = entry.closed();
        Money upstreamCost = c == null ? null : c.upstreamCost();
        return new AttemptView(
                o.attempt(),
                o.call(),
                o.key(),
                o.provider(),
                o.providerType(),
                o.route(),
                o.publicModel(),
                o.upstreamModel(),
                o.credential(),
                o.endpoint(),
                o.stream(),
                entry.state().name().toLowerCase(Locale.ROOT),
                c == null ? null : c.outcome(),
                c == null ? null : c.status(),
                o.at(),
                c == null ? null : c.at(),
                c == null ? null : millis(o.at(), c.firstContent()),
                c == null ? null : millis(o.at(), c.at()),
                c == null ? null : Usage.of(c),
                c == null ? null : c.cost().toDollars().toPlainString(),
                o.priceVersion(),
                upstreamCost == null ? null : upstreamCost.toDollars().toPlainString(),
                c == null ? null : c.upstreamId());
    }

    private static @Nullable Long millis(Instant from, @Nullable Instant to) {
        return to == null ? null : Math.max(0, Duration.between(from, to).toMillis());
    }

    /// Units of an attempt.
    ///
    /// @param source `provider`, `counted` or `estimated`
    /// @param inputTokens all input tokens, caches included
    /// @param outputTokens all output tokens, reasoning included
    /// @param units each class apart
    record Usage(String source, long inputTokens, long outputTokens, Map<String, Long> units) {

        static Usage of(LedgerEntry.Closed closed) {
            return new Usage(
                    closed.source().name().toLowerCase(Locale.ROOT),
                    closed.usage().totalInput(),
                    closed.usage().totalOutput(),
                    Units.of(closed.usage()));
        }
    }
}
