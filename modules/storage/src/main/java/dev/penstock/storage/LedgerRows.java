// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Ledger entries as rows of the table, both ways.
final class LedgerRows {

    private LedgerRows() {}

    /// A whole row.
    ///
    /// @param beginsCall whether it is the first of its call to arrive
    static Parameters insert(
            LedgerEntry.Opened opened,
            LedgerEntry.@Nullable Closed closed,
            LedgerEvent.Heading heading,
            boolean beginsCall) {
        Parameters parameters =
                Parameters.of("attempt", opened.attempt())
                        .and("call", opened.call())
                        .and("organisation", opened.organisation())
                        .and("team", opened.team())
                        .and("project", opened.project())
                        .and("key", opened.key())
                        .and("provider", opened.provider())
                        .and("provider_type", opened.providerType())
                        .and("route", opened.route())
                        .and("public_model", opened.publicModel())
                        .and("upstream_model", opened.upstreamModel())
                        .and("endpoint", opened.endpoint())
                        .and("stream", opened.stream())
                        .and("opened", opened.at())
                        .and("estimated_input", opened.estimatedInput())
                        .and("price_version", opened.priceVersion())
                        .and("credential", opened.credential())
                        .and("replica", heading.replica())
                        .and("boot", heading.boot())
                        .and("begins_call", beginsCall);
        return closed == null ? andNothingYet(parameters) : andClosed(parameters, closed);
    }

    /// The end of a row.
    static Parameters close(LedgerEntry.Closed closed) {
        return andClosed(Parameters.of("attempt", closed.attempt()), closed);
    }

    static LedgerEntry entry(Row row) throws SQLException {
        LedgerEntry.Opened opened =
                new LedgerEntry.Opened(
                        row.id("attempt_id"),
                        row.id("call_id"),
                        row.id("organisation_id"),
                        row.id("team_id"),
                        row.id("project_id"),
                        row.id("key_id"),
                        row.text("provider"),
                        row.text("provider_type"),
                        row.textOrNull("route"),
                        row.text("public_model"),
                        row.text("upstream_model"),
                        row.text("endpoint"),
                        row.flag("stream"),
                        row.instant("opened"),
                        row.number("estimated_input"),
                        row.textOrNull("price_version"),
                        row.idOrNull("credential_id"));
        LedgerEntry.State state = LedgerEntry.State.valueOf(row.text("state"));
        return switch (state) {
            case OPEN -> new LedgerEntry(opened, null);
            case SETTLED, RELEASED -> new LedgerEntry(opened, closed(opened.attempt(), state, row));
        };
    }

    static Usage usage(Row row) throws SQLException {
        Map<UsageClass, Long> counts = new EnumMap<>(UsageClass.class);
        for (UsageClass unit : UsageClass.values()) {
            counts.put(unit, row.number(unit.id()));
        }
        return Usage.of(counts);
    }

    private static LedgerEntry.Closed closed(UUID attempt, LedgerEntry.State state, Row row)
            throws SQLException {
        Long upstreamCost = row.numberOrNull("upstream_cost_nanos");
        return new LedgerEntry.Closed(
                attempt,
                state,
                row.text("outcome"),
                row.instant("closed"),
                row.instantOrNull("first_content"),
                usage(row),
                UsageSource.valueOf(row.text("usage_source")),
                new Money(row.number("cost_nanos")),
                upstreamCost == null ? null : new Money(upstreamCost),
                row.textOrNull("upstream_id"),
                status(row));
    }

    private static @Nullable Integer status(Row row) throws SQLException {
        Long status = row.numberOrNull("status");
        return status == null ? null : status.intValue();
    }

    private static Parameters andClosed(Parameters parameters, LedgerEntry.Closed closed) {
        Money upstreamCost = closed.upstreamCost();
        return with(
                parameters,
                closed.state(),
                closed.outcome(),
                closed.at(),
                closed.firstContent(),
                closed.usage(),
                closed.source(),
                closed.cost(),
                upstreamCost == null ? null : upstreamCost.nanos(),
                closed.upstreamId(),
                closed.status());
    }

    private static Parameters andNothingYet(Parameters parameters) {
        return with(
                parameters,
                LedgerEntry.State.OPEN,
                null,
                null,
                null,
                Usage.none(),
                null,
                Money.ZERO,
                null,
                null,
                null);
    }

    private static Parameters with(
            Parameters parameters,
            LedgerEntry.State state,
            @Nullable String outcome,
            @Nullable Instant closed,
            @Nullable Instant firstContent,
            Usage usage,
            @Nullable UsageSource source,
            Money cost,
            @Nullable Long upstreamCost,
            @Nullable String upstreamId,
            @Nullable Integer status) {
        for (UsageClass unit : UsageClass.values()) {
            parameters.and(unit.id(), usage.of(unit));
        }
        return parameters
                .and("state", state)
                .and("outcome", outcome)
                .and("closed", closed)
                .and("first_content", firstContent)
                .and("usage_source", source)
                .and("cost", cost.nanos())
                .and("upstream_cost", upstreamCost)
                .and("upstream_id", upstreamId)
                .and("status", status);
    }
}
