// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.state.CallRecords;
import dev.penstock.state.CallRecords.CallFilter;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Single calls and the attempts that served them.
final class CallEndpoint implements Endpoint {

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

    /// Attempts, newest first.
    ///
    /// @param data the attempts
    /// @param next what to ask for to get older ones, or null when there are none
    /// @param before the same, by its older name
    record Page(List<AttemptView> data, @Nullable UUID next, @Nullable UUID before) {}

    @Override
    public String part() {
        return "calls";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.GET, "/calls", User.Role.VIEWER, this::page);
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

    private Reply page(Exchange exchange, Principal principal) {
        UUID organisation = principal.user().organisation();
        Query query = new Query(exchange);
        CallFilter filter = filter(query);
        UUID after = query.id("after") == null ? query.id("before") : query.id("after");
        if (exchange.preferred("application/json", Csv.TYPE).equals(Csv.TYPE)) {
            return Reply.ok(
                    new Export<LedgerEntry>(
                            Csv.TYPE,
                            "calls.csv",
                            AttemptLine.HEAD,
                            last ->
                                    calls.page(
                                            organisation,
                                            filter,
                                            last == null ? after : last.opened().attempt(),
                                            Query.MOST),
                            AttemptLine::of));
        }
        int limit = query.limit();
        List<LedgerEntry> entries = calls.page(organisation, filter, after, limit);
        UUID next = entries.size() < limit ? null : entries.getLast().opened().attempt();
        return Reply.ok(new Page(entries.stream().map(AttemptView::of).toList(), next, next));
    }

    /// Which attempts are asked for.
    static CallFilter filter(Query query) {
        return new CallFilter(
                query.id("key"),
                query.text("model"),
                query.text("provider"),
                query.text("outcome"),
                query.word("state", LedgerEntry.State.class),
                query.time("from"),
                query.time("to"));
    }
}
