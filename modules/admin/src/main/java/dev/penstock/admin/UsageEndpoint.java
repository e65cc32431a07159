// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.CallRecords;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was used and what it cost.
final class UsageEndpoint implements Endpoint {

    private static final Duration DEFAULT_SPAN = Duration.ofDays(30);

    private final AdminParts parts;
    private final CallRecords calls;

    UsageEndpoint(AdminParts parts) {
        this.parts = parts;
        this.calls = parts.store().calls();
    }

    /// Usage of a time.
    ///
    /// @param from first instant
    /// @param to first instant after it
    /// @param by how it is grouped
    /// @param data a row for each group
    record Report(Instant from, Instant to, String by, List<Row> data) {}

    /// Usage of a group.
    ///
    /// @param group see [CallRecords.UsageTotal#group]
    /// @param calls distinct calls
    /// @param attempts ledger rows
    /// @param failures attempts that failed
    /// @param inputTokens all input tokens, caches included
    /// @param outputTokens all output tokens, reasoning included
    /// @param units each class apart
    /// @param costUsd decimal dollars
    /// @param unpriced attempts without a price, counted as 0
    record Row(
            String group,
            long calls,
            long attempts,
            long failures,
            long inputTokens,
            long outputTokens,
            Map<String, Long> units,
            String costUsd,
            long unpriced) {

        static Row of(CallRecords.UsageTotal total) {
            return new Row(
                    total.group(),
                    total.calls(),
                    total.attempts(),
                    total.failures(),
                    total.usage().totalInput(),
                    total.usage().totalOutput(),
                    Units.of(total.usage()),
                    total.cost().toDollars().toPlainString(),
                    total.unpriced());
        }
    }

    @Override
    public String part() {
        return "usage";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.GET, "/usage", User.Role.VIEWER, this::report);
    }

    private Reply report(Exchange exchange, Principal principal) {
        Instant to = time(exchange, "to", parts.clock().instant().plusSeconds(1));
        Instant from = time(exchange, "from", to.minus(DEFAULT_SPAN));
        if (!from.isBefore(to)) {
            throw Problem.badRequest("from is '" + from + "' but must be before to, '" + to + "'");
        }
        String by = exchange.query("by").orElse("none");
        CallRecords.Grouping grouping;
        try {
            grouping = CallRecords.Grouping.valueOf(by.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(
                    "by is '" + by + "' but must be none, key, model, provider or day");
        }
        return Reply.ok(
                new Report(
                        from,
                        to,
                        by,
                        calls.usage(principal.user().organisation(), from, to, grouping).stream()
                                .map(Row::of)
                                .toList()));
    }

    private static Instant time(Exchange exchange, String name, Instant otherwise) {
        String text = exchange.query(name).orElse("");
        try {
            return text.isEmpty() ? otherwise : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw Problem.badRequest(
                    name
                            + " is '"
                            + text
                            + "' but must be a UTC time such as 2026-12-31T00:00:00Z");
        }
    }
}
