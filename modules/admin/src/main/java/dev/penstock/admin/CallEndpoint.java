// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.state.CallRecords;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Single calls and the attempts that served them.
final class CallEndpoint implements Endpoint {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;

    private final CallRecords calls;

    CallEndpoint(AdminParts parts) {
        this.calls = parts.store().calls();
    }

    /// A call with its attempts.
    ///
    /// @param id the call's id
    /// @param costUsd of all attempts
    /// @param attempts oldest first
    record View(UUID id, String costUsd, List<AttemptView> attempts) {}

    /// An attempt: one row of the ledger.
    ///
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
            String endpoint,
            boolean stream,
            String state,
            @Nullable String outcome,
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
                    o.endpoint(),
                    o.stream(),
                    entry.state().name().toLowerCase(Locale.ROOT),
                    c == null ? null : c.outcome(),
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

    /// Attempts, newest first.
    ///
    /// @param data the attempts
    /// @param before what to ask for to get older ones, or null when there are none
    record Page(List<AttemptView> data, @Nullable UUID before) {}

    @Override
    public String part() {
        return "calls";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.GET, "/calls", User.Role.VIEWER, this::recent);
        routes.add(Method.GET, "/calls/{id}", User.Role.VIEWER, this::one);
    }

    private Reply one(Exchange exchange, Principal principal) {
        UUID id = exchange.id();
        List<LedgerEntry> entries = calls.call(principal.user().organisation(), id);
        if (entries.isEmpty()) {
            throw Problem.notFound("there is no call with the id " + id);
        }
        Money cost = Money.ZERO;
        for (LedgerEntry entry : entries) {
            LedgerEntry.Closed closed = entry.closed();
            cost = closed == null ? cost : cost.plus(closed.cost());
        }
        return Reply.ok(
                new View(
                        id,
                        cost.toDollars().toPlainString(),
                        entries.stream().map(AttemptView::of).toList()));
    }

    private Reply recent(Exchange exchange, Principal principal) {
        int limit = limit(exchange);
        List<LedgerEntry> entries =
                calls.recent(principal.user().organisation(), before(exchange), limit);
        UUID next = entries.size() < limit ? null : entries.getLast().opened().attempt();
        return Reply.ok(new Page(entries.stream().map(AttemptView::of).toList(), next));
    }

    private static int limit(Exchange exchange) {
        String text = exchange.query("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        if (!text.matches("[0-9]{1,3}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > MOST) {
            throw Problem.badRequest("limit is '" + text + "' but must be 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static @Nullable UUID before(Exchange exchange) {
        String text = exchange.query("before").orElse("");
        try {
            return text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest("before is '" + text + "' but must be the id of an attempt");
        }
    }
}
