// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.CallRecords;
import dev.penstock.state.CallRecords.Grouping;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
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
        Query query = new Query(exchange);
        Instant asked = query.time("to");
        Instant to = asked == null ? parts.clock().instant().plusSeconds(1) : asked;
        Instant begun = query.time("from");
        Instant from = begun == null ? to.minus(DEFAULT_SPAN) : begun;
        if (!from.isBefore(to)) {
            throw Problem.badRequest("from is '" + from + "' but must be before to, '" + to + "'");
        }
        Grouping word = query.word("by", Grouping.class);
        Grouping by = word == null ? Grouping.NONE : word;
        List<Row> rows =
                calls.usage(principal.user().organisation(), from, to, by).stream()
                        .map(Row::of)
                        .toList();
        if (exchange.preferred("application/json", Csv.TYPE).equals(Csv.TYPE)) {
            return Reply.ok(
                    new Export<Row>(
                            Csv.TYPE,
                            "usage.csv",
                            HEAD,
                            last -> last == null ? rows : List.of(),
                            UsageEndpoint::line));
        }
        return Reply.ok(new Report(from, to, by.name().toLowerCase(Locale.ROOT), rows));
    }

    private static final String HEAD =
            Csv.line(
                    "group",
                    "calls",
                    "attempts",
                    "failures",
                    "input_tokens",
                    "output_tokens",
                    "cost_usd",
                    "unpriced");

    private static String line(Row row) {
        return Csv.line(
                row.group(),
                row.calls(),
                row.attempts(),
                row.failures(),
                row.inputTokens(),
                row.outputTokens(),
                row.costUsd(),
                row.unpriced());
    }
}
