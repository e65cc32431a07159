// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.AuditRecords;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the audit by the console's pool.
final class DatabaseAuditRecords implements AuditRecords {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;

    DatabaseAuditRecords(Database database) {
        this.database = database;
    }

    @Override
    public List<AuditRow> page(
            UUID organisation, AuditFilter filter, @Nullable Long after, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(
                    "limit is " + limit + " but must be from 1 to " + MOST);
        }
        Parameters parameters =
                Parameters.of("organisation", organisation)
                        .and("after", after == null ? Long.MAX_VALUE : after)
                        .and("action", filter.action())
                        .and("subject", filter.subject())
                        .and("user", filter.user())
                        .and("from", filter.from() == null ? EARLIEST : filter.from())
                        .and("to", filter.to() == null ? LATEST : filter.to())
                        .and("limit", limit);
        return database.transaction(transaction ->
                transaction.rows(
                        "audit.page",
                        parameters,
                        row ->
                                new AuditRow(
                                        row.number("sequence"),
                                        row.id("id"),
                                        row.instant("at"),
                                        row.idOrNull("user_id"),
                                        row.text("actor"),
                                        row.text("action"),
                                        row.idOrNull("subject_id"),
                                        row.textOrNull("before_change"),
                                        row.textOrNull("after_change"))));
    }
}
