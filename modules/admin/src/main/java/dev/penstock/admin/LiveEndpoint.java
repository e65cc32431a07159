// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.CallRecords;
import dev.penstock.state.CallRecords.LedgerMark;
import dev.penstock.state.User;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// Calls as they come and go, at whichever replica, as server-sent events.
final class LiveEndpoint implements Endpoint, AutoCloseable {

    private static final HeaderName LAST_EVENT = HeaderNames.create("last-event-id");

    private final CallRecords calls;
    private final Access access;
    private final Pace pace;
    private final Semaphore room;
    private final CountDownLatch closed = new CountDownLatch(1);

    LiveEndpoint(AdminParts parts, Access access, Pace pace) {
        this.calls = parts.store().calls();
        this.access = access;
        this.pace = pace;
        this.room = new Semaphore(pace.listeners());
    }

    /// How often and how long.
    ///
    /// @param listeners how many there may be at once
    /// @param look how long it rests between two looks at the ledger
    /// @param check how often it looks whether the listener may still listen
    /// @param comment how long it is silent at most
    /// @param slow how long a write may take before the listener is dropped
    /// @param patience how long a write may take before the connection is closed
    record Pace(
            int listeners,
            Duration look,
            Duration check,
            Duration comment,
            Duration slow,
            Duration patience) {

        static final Pace DEFAULT =
                new Pace(
                        32,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30));
    }

    @Override
    public String part() {
        return "live";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.GET, "/calls/live", User.Role.VIEWER, this::follow);
    }

    /// Ends what runs.
    @Override
    public void close() {
        closed.countDown();
    }

    private Reply follow(Exchange exchange, Principal principal) {
        if (!exchange.accepts("text/event-stream")) {
            throw Problem.of(
                    406, "Not acceptable", "accept is without text/event-stream but must have it");
        }
        CallRecords.CallFilter filter = CallEndpoint.filter(new Query(exchange));
        UUID organisation = principal.user().organisation();
        LedgerMark mark =
                exchange.header(LAST_EVENT)
                        .map(LiveEndpoint::mark)
                        .orElseGet(() -> calls.mark(organisation));
        if (!room.tryAcquire()) {
            throw new ProblemException(
                    new Problem(
                            503,
                            "Too many listeners",
                            pace.listeners() + " listen already; try again later",
                            List.of(),
                            Duration.ofSeconds(10)));
        }
        return Reply.ok(
                new LiveCalls(
                        new LiveCalls.Feed(calls, organisation, filter, mark),
                        pace,
                        () -> access.require("live", exchange, Method.GET, User.Role.VIEWER),
                        closed,
                        room::release));
    }

    /// A mark as the id of an event.
    static String text(LedgerMark mark) {
        return mark.change() + "." + mark.attempt();
    }

    private static LedgerMark mark(String text) {
        String[] numbers = text.split("\\.", 2);
        try {
            return new LedgerMark(Long.parseLong(numbers[0]), UUID.fromString(numbers[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            throw Problem.badRequest(
                    "last-event-id is '" + text + "' but must be the id of an event of this feed");
        }
    }
}
