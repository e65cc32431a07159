// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.AuditRecords;
import dev.penstock.state.AuditRecords.AuditFilter;
import dev.penstock.state.AuditRecords.AuditRow;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who changed what.
final class AuditEndpoint implements Endpoint {

    private static final String JSON_LINES = "application/jsonl";

    private final AuditRecords audit;

    AuditEndpoint(AdminParts parts) {
        this.audit = parts.store().audit();
    }

    /// One change.
    ///
    /// @param sequence larger than those of all earlier changes
    /// @param id of the row
    /// @param at when
    /// @param user who, or null for the gateway itself
    /// @param actor who, for people
    /// @param action such as `provider.add`
    /// @param subject the id of what was changed, or null
    /// @param before its members before, without secrets, or null
    /// @param after its members after, without secrets, or null
    record View(
            long sequence,
            UUID id,
            Instant at,
            @Nullable UUID user,
            String actor,
            String action,
            @Nullable UUID subject,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {

        static View of(AuditRow row) {
            return new View(
                    row.sequence(),
                    row.id(),
                    row.at(),
                    row.user(),
                    row.actor(),
                    row.action(),
                    row.subject(),
                    json(row.before()),
                    json(row.after()));
        }

        private static @Nullable JsonNode json(@Nullable String text) {
            return text == null ? null : Door.MAPPER.readTree(text);
        }
    }

    /// Changes, newest first.
    ///
    /// @param data the changes
    /// @param next what to ask for to get older ones, or null when there are none
    record Page(List<View> data, @Nullable Long next) {}

    @Override
    public String part() {
        return "audit";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.GET, "/audit", User.Role.ADMIN, this::page);
    }

    private Reply page(Exchange exchange, Principal principal) {
        Query query = new Query(exchange);
        UUID organisation = principal.user().organisation();
        AuditFilter filter =
                new AuditFilter(
                        query.text("action"),
                        query.id("subject"),
                        query.id("actor"),
                        query.time("from"),
                        query.time("to"));
        Long after = query.number("after");
        int limit = query.limit();
        return switch (exchange.preferred("application/json", JSON_LINES, Csv.TYPE)) {
            case JSON_LINES ->
                    export(
                            organisation,
                            filter,
                            after,
                            JSON_LINES,
                            "audit.jsonl",
                            "",
                            row -> Door.MAPPER.writeValueAsString(View.of(row)) + "\n");
            case Csv.TYPE ->
                    export(
                            organisation,
                            filter,
                            after,
                            Csv.TYPE,
                            "audit.csv",
                            HEAD,
                            row ->
                                    Csv.line(
                                            row.sequence(),
                                            row.id(),
                                            row.at(),
                                            row.user(),
                                            row.actor(),
                                            row.action(),
                                            row.subject(),
                                            row.before(),
                                            row.after()));
            default -> {
                List<AuditRow> rows = audit.page(organisation, filter, after, limit);
                yield Reply.ok(
                        new Page(
                                rows.stream().map(View::of).toList(),
                                rows.size() < limit ? null : rows.getLast().sequence()));
            }
        };
    }

    private static final String HEAD =
            Csv.line(
                    "sequence",
                    "id",
                    "at",
                    "user",
                    "actor",
                    "action",
                    "subject",
                    "before",
                    "after");

    private Reply export(
            UUID organisation,
            AuditFilter filter,
            @Nullable Long after,
            String type,
            String name,
            String head,
            java.util.function.Function<AuditRow, String> line) {
        return Reply.ok(
                new Export<AuditRow>(
                        type,
                        name,
                        head,
                        last ->
                                audit.page(
                                        organisation,
                                        filter,
                                        last == null ? after : (Long) last.sequence(),
                                        Query.MOST),
                        line));
    }
}
